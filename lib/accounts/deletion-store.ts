import type { DeletionStanding } from '@/lib/accounts/deletion-rules';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';
import { withdrawInvitationsBy } from '@/lib/organizations/invitation-store';

/** Of whom nothing is left but what is being deleted. No address is ever like it: RFC 2606 §2. */
const erasedAddress = (userId: string): string => `${userId}@deleted.invalid`;
const mark = 'deleting_person:';

/** The organizations of which this person is owner. */
export async function findOwnedIds(userId: string): Promise<string[]> {
  const rows = await prisma().membership.findMany({
    where: { userId, role: 'owner' },
    select: { organizationId: true },
    orderBy: { organizationId: 'asc' },
  });
  return rows.map(({ organizationId }) => organizationId);
}

export async function findStanding(
  userId: string,
  db: Db = prisma(),
): Promise<(DeletionStanding & { email: string }) | null> {
  const person = await db.user.findUnique({
    where: { id: userId, disabledAt: null },
    select: { email: true, role: true },
  });
  if (!person) return null;
  const otherAdmins = await db.user.count({
    where: { role: 'admin', disabledAt: null, id: { not: userId } },
  });
  const alone = await db.organization.findMany({
    where: {
      memberships: { some: { userId, role: 'owner' } },
      AND: [
        { memberships: { some: { userId: { not: userId } } } },
        { memberships: { none: { userId: { not: userId }, role: 'owner', user: { disabledAt: null } } } },
      ],
    },
    select: { name: true },
    orderBy: { name: 'asc' },
  });
  return {
    ...{ email: person.email, isAdmin: person.role === 'admin', otherAdmins },
    ownsAlone: alone.map(({ name }) => name),
  };
}

/**
 * Everything by which the person is known, can sign in or is signed in goes now, and their address is free. What is left
 * is a row without a name, which counts as disabled, so that every token is dead; {@link deleteSome} does the rest. Null:
 * somebody was faster.
 */
export async function erasePerson(
  db: Db,
  now: Date,
  userId: string,
  email: string,
): Promise<{ invitationsWithdrawn: number } | null> {
  const nobody = { email: erasedAddress(userId), emailVerified: null, name: null, image: null };
  const { count } = await db.user.updateMany({
    where: { id: userId, email, disabledAt: null },
    data: { ...nobody, role: 'user', disabledAt: now },
  });
  if (count === 0) return null;
  const where = { userId };
  await db.browserSession.deleteMany({ where });
  await db.account.deleteMany({ where });
  await db.authenticator.deleteMany({ where });
  await db.passkey.deleteMany({ where });
  await db.recoveryCode.deleteMany({ where });
  await db.emailChange.deleteMany({ where });
  await db.knownBrowser.deleteMany({ where });
  await db.membership.deleteMany({ where });
  await db.apiKey.deleteMany({ where });
  await db.signInLink.deleteMany({ where: { identifier: email } });
  await db.invitation.deleteMany({ where: { email } });
  const invitationsWithdrawn = await withdrawInvitationsBy(db, userId);
  await db.setting.create({ data: { key: mark + userId, value: now.toISOString() } });
  return { invitationsWithdrawn };
}

/** Those whose rows are still being deleted. */
export async function findBeingDeleted(): Promise<string[]> {
  const rows = await prisma().setting.findMany({
    where: { key: { startsWith: mark } },
    select: { key: true },
  });
  return rows.map(({ key }) => key.slice(mark.length));
}

/** Rows per statement, so that none takes long: with each go its tokens. */
const batch = 1_000;

/** Delete some of what an erased person had, and them with the last of it. Returns whether there may be more. */
export async function deleteSome(userId: string): Promise<boolean> {
  for (const table of ['sessions', 'device_grants'] as const) {
    const rows = await runStatement(
      `delete_some_${table}_of_person`,
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE user_id = $1::uuid LIMIT ${batch} FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [userId],
    );
    if (rows.length === batch) return true;
  }
  await prisma().$transaction([
    prisma().user.deleteMany({ where: { id: userId, email: erasedAddress(userId) } }),
    prisma().setting.deleteMany({ where: { key: mark + userId } }),
  ]);
  return false;
}
