import { Forbidden } from '@/lib/authority/forbidden';
import type { Within } from '@/lib/authority/rules';
import { authorityOf } from '@/lib/authority/verb';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { type Standing, standingIn } from '@/lib/organizations/member-rules';
import { holdRole } from '@/lib/organizations/member-store';

/** Whoever changes or uses what members of an organization are holds this lock meanwhile, so that they do it one at a time. */
export const membersLock = (organizationId: string): string => `members of ${organizationId}`;

/**
 * As what whoever acts stands in an organization at this moment, under {@link membersLock}: what they were when their
 * request began may have been taken from them since. Throws {@link Forbidden} where they administer it no more.
 */
export async function standingNow(
  db: Db,
  ctx: RequestContext,
  within: Within,
  organizationId: string,
): Promise<Standing> {
  const { actor } = ctx;
  const userId = actor.type === 'person' || actor.type === 'api_key' ? actor.userId : null;
  if (within === null || userId === null) return standingIn(authorityOf(ctx), within, organizationId);
  const role = await holdRole(db, { organizationId, userId });
  if (role === null || role === 'member') throw new Forbidden('organizations:write');
  return role;
}
