import { Forbidden } from '@/lib/authority/forbidden';
import type { Permission, Within } from '@/lib/authority/rules';
import { adminVerb } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';
import { providerIdOf } from '@/lib/organizations/issuer';
import { holdMembership } from '@/lib/organizations/member-store';
import {
  countPeopleOf,
  findLatestSignIns,
  findPeopleOf,
  findPersonOf,
  type Identity,
  isService,
  type LatestSignIn,
  type PersonOf,
} from '@/lib/organizations/people-store';
import { findOrganizationId } from '@/lib/organizations/store';
import { endSessionsOfMember } from '@/lib/sessions/end';

/**
 * The people of one organization by the number of a page, as the programs of some systems ask for them. Null stands for
 * what is not there; an organization beyond the reach of whoever asks is {@link Forbidden}, whether it is there or not.
 */

export type { Identity, LatestSignIn, PersonOf };

/** Pages beyond are as empty as that one. */
const lastPage = 1_000_000;

export type PageOfPeople = { people: PersonOf[]; total: number };

/** `service` is what a client is called: those alone who have signed in with it for the organization. Reads only. */
export const listPeopleOf = adminVerb(
  'people:read',
  async (
    _ctx,
    within,
    slug: string,
    { page, most, service }: { page: number; most: number; service: string | null },
  ): Promise<PageOfPeople | null> => {
    const organizationId = await requireInReach(within, slug, 'people:read');
    if (!organizationId || (service !== null && !(await isService(service)))) return null;
    const skip = (Math.min(page, lastPage) - 1) * most;
    const people = await findPeopleOf({ organizationId, issuerId: providerIdOf(slug) }, service, {
      ...{ most, skip },
    });
    return { people, total: await countPeopleOf(organizationId, service) };
  },
);

export type PersonOfDetails = PersonOf & {
  /** How many devices of theirs are signed in for the organization. */
  liveSessions: number;
  latestSignIns: LatestSignIn[];
};

const mostSignIns = 10;

/** One of them. Reads only. */
export const describePersonOf = adminVerb(
  'people:read',
  async (ctx, within, slug: string, userId: string): Promise<PersonOfDetails | null> => {
    const organizationId = await requireInReach(within, slug, 'people:read');
    if (!organizationId) return null;
    const found = await findPersonOf(ctx.now, { organizationId, issuerId: providerIdOf(slug) }, userId);
    return found && { ...found, latestSignIns: await findLatestSignIns(organizationId, userId, mostSignIns) };
  },
);

/**
 * End all that somebody has signed in for the organization, and what they have allowed for it and no device has redeemed;
 * they stay a member. Returns how many sessions were ended.
 */
export const endSessionsOfPersonOf = adminVerb(
  'sessions:write',
  async (ctx, within, slug: string, userId: string): Promise<number | null> => {
    const organizationId = await requireInReach(within, slug, 'sessions:write');
    if (!organizationId) return null;
    const member = { organizationId, userId };
    return inTransaction(async (db) =>
      (await holdMembership(db, member)) ? endSessionsOfMember(db, ctx, member, 'revoked_by_admin') : null,
    );
  },
);

async function requireInReach(within: Within, slug: string, permission: Permission): Promise<string | null> {
  const id = await findOrganizationId(within, slug);
  if (id === null && within !== null) throw new Forbidden(permission);
  return id;
}
