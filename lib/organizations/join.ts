import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { addMember } from '@/lib/organizations/issuer-store';

/** Whoever has an address of an organization's domain belongs to it, from the first sign-in that proves the address. */
export async function joinOrganization(
  db: Db,
  ctx: RequestContext,
  member: { organizationId: string; userId: string },
): Promise<void> {
  if (!(await addMember(db, ctx, member))) return;
  await recordAudit(db, ctx, {
    action: 'membership.created',
    userId: member.userId,
    organizationId: member.organizationId,
    target: { type: 'organization', id: member.organizationId },
  });
}
