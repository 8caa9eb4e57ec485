import type { Within } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { bytes } from '@/lib/db/bytes';
import { type Db, prisma } from '@/lib/db/prisma';
import type { MembershipRole } from '@/lib/organizations/member-rules';
import type { Membership } from '@/lib/organizations/member-store';

export type NewInvitation = {
  id: string;
  tokenHash: Buffer;
  organizationId: string;
  email: string;
  role: MembershipRole;
  invitedById: string | null;
  createdAt: Date;
  expiresAt: Date;
};

/** One is pending for an address and organization at a time; one that has expired is replaced. False: there is one. */
export async function insertInvitation(db: Db, invitation: NewInvitation): Promise<boolean> {
  const { organizationId, email, createdAt } = invitation;
  await db.invitation.deleteMany({ where: { organizationId, email, expiresAt: { lte: createdAt } } });
  const { count } = await db.invitation.createMany({
    data: [{ ...invitation, tokenHash: bytes(invitation.tokenHash) }],
    skipDuplicates: true,
  });
  return count === 1;
}

const organization = { select: { id: true, slug: true, name: true, disabledAt: true } } as const;

/** One that is there, with its organization, if that is within reach; whether it has expired does not matter. */
export const findInvitation = (within: Within, id: string) =>
  prisma().invitation.findFirst({
    where: { id, ...(within && { organizationId: { in: [...within] } }) },
    select: { id: true, email: true, role: true, organization },
  });

/** A new link, from now on: the one before is worth nothing. False: it is gone. */
export async function renewInvitation(
  db: Db,
  id: string,
  { tokenHash, ...renewed }: Pick<NewInvitation, 'tokenHash' | 'invitedById' | 'expiresAt'>,
): Promise<boolean> {
  const data = { ...renewed, tokenHash: bytes(tokenHash) };
  return (await db.invitation.updateMany({ where: { id }, data })).count === 1;
}

export async function deleteInvitation(db: Db, id: string): Promise<boolean> {
  return (await db.invitation.deleteMany({ where: { id } })).count === 1;
}

/** Those that somebody made for an organization, to be one of these. Returns how many. */
export async function withdrawInvitationsOf(
  db: Db,
  { organizationId, userId }: Membership,
  roles: MembershipRole[],
): Promise<number> {
  const where = { organizationId, invitedById: userId, role: { in: roles } };
  return (await db.invitation.deleteMany({ where })).count;
}

/** All that somebody made, for any organization: nobody vouches for them any more. Returns how many. */
export const withdrawInvitationsBy = async (db: Db, userId: string): Promise<number> =>
  (await db.invitation.deleteMany({ where: { invitedById: userId } })).count;

export type PendingInvitation = {
  id: string;
  email: string;
  role: MembershipRole;
  createdAt: Date;
  expiresAt: Date;
};

/** Of one organization, the newest first. */
export const findInvitations = (
  ctx: RequestContext,
  within: Within,
  slug: string,
): Promise<PendingInvitation[]> =>
  prisma().invitation.findMany({
    where: {
      organization: { slug },
      expiresAt: { gt: ctx.now },
      ...(within && { organizationId: { in: [...within] } }),
    },
    select: { id: true, email: true, role: true, createdAt: true, expiresAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 200,
  });

const shown = {
  id: true,
  email: true,
  role: true,
  invitedById: true,
  expiresAt: true,
  organization,
} as const;
const pending = (now: Date) => ({ expiresAt: { gt: now }, organization: { disabledAt: null } });

export const findInvitationByToken = (now: Date, tokenHash: Buffer) =>
  prisma().invitation.findFirst({ where: { tokenHash: bytes(tokenHash), ...pending(now) }, select: shown });

/** Those to the address of this person, once they have proved it. */
export async function findInvitationsTo(now: Date, userId: string) {
  const person = await prisma().user.findFirst({
    where: { id: userId, emailVerified: { not: null } },
    select: { email: true },
  });
  if (!person) return [];
  return prisma().invitation.findMany({
    where: { email: person.email, ...pending(now) },
    select: shown,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
}

export const countInvitationsTo = (now: Date, email: string): Promise<number> =>
  prisma().invitation.count({ where: { email, ...pending(now) } });

export const findAddressOf = async (userId: string): Promise<string | null> =>
  (await prisma().user.findUnique({ where: { id: userId }, select: { email: true } }))?.email ?? null;

/** Which invitation somebody answers: by the token that was mailed, or one of those to the address that they have proved. */
export type AnsweredInvitation = { tokenHash: Buffer } | { id: string };

/**
 * Use an invitation up, once: only while it is pending, and only by the person whose address it is to. Whoever has the
 * token has read that mailbox. Null: it is no more, or somebody else’s.
 */
export async function claimInvitation(
  db: Db,
  now: Date,
  userId: string,
  answered: AnsweredInvitation,
): Promise<{ id: string; organizationId: string; role: MembershipRole } | null> {
  const tokenHash = 'tokenHash' in answered ? bytes(answered.tokenHash) : null;
  const id = 'id' in answered ? answered.id : null;
  const [row] = await db.$queryRaw<{ id: string; organizationId: string; role: MembershipRole }[]>`
    DELETE FROM invitations i USING users u, organizations o
     WHERE (i.token_hash = ${tokenHash} OR (i.id = ${id}::uuid AND u.email_verified IS NOT NULL))
       AND i.expires_at > ${now} AND o.id = i.organization_id AND o.disabled_at IS NULL
       AND u.id = ${userId}::uuid AND u.email = i.email AND u.disabled_at IS NULL
    RETURNING i.id, i.organization_id AS "organizationId", i.role`;
  return row ?? null;
}
