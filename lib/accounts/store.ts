import { newId } from '@/lib/crypto';
import { type Db, prisma } from '@/lib/db/prisma';
import { joinDefaultOrganization } from '@/lib/organizations/store';

/** What decides whether an address may sign in. */
export const findSignInFacts = async (email: string) => {
  const user = await prisma().user.findUnique({
    where: { email },
    select: { emailVerified: true, disabledAt: true, accounts: { select: { provider: true } } },
  });
  return (
    user && {
      emailVerified: user.emailVerified,
      disabledAt: user.disabledAt,
      hasProvider: user.accounts.length > 0,
      providers: user.accounts.map(({ provider }) => provider),
    }
  );
};

export type NewPerson = {
  email: string;
  emailVerified: Date | null;
  name?: string | null;
  image?: string | null;
};

export async function createPerson(db: Db, person: NewPerson, now: Date) {
  const user = await db.user.create({ data: { id: newId(now), createdAt: now, ...person } });
  await joinDefaultOrganization(db, user.id, now);
  return user;
}

/** Make the person unless one with that address is there. */
export async function createPersonOnce(db: Db, email: string, now: Date): Promise<void> {
  if (!(await db.user.findUnique({ where: { email }, select: { id: true } })))
    await createPerson(db, { email, emailVerified: null }, now);
}

/** Claim the set-up, once for ever: false when somebody did before. */
export async function claimSetUp(db: Db, userId: string): Promise<boolean> {
  const { count } = await db.setting.createMany({
    data: [{ key: 'set_up_by', value: userId }],
    skipDuplicates: true,
  });
  if (count === 1) await db.user.update({ where: { id: userId }, data: { role: 'admin' } });
  return count === 1;
}

export const isSetUp = async (db: Db = prisma()): Promise<boolean> =>
  (await db.setting.count({ where: { key: 'set_up_by' } })) > 0;
