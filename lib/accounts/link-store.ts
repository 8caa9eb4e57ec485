import type { RequestContext } from '@/lib/context';
import { type Db, prisma } from '@/lib/db/prisma';

export type LinkedAccount = {
  provider: string;
  providerAccountId: string;
  type: string;
  userId: string;
};

export async function createAccount(db: Db, ctx: RequestContext, account: LinkedAccount): Promise<void> {
  await db.account.create({ data: { ...account, createdAt: ctx.now } });
}

/**
 * Prove this person's address. True when nobody had proved it before: then what is there belongs to whoever said that
 * the address was theirs, and {@link deleteWaysIn} comes next. An administrator's is not proved so.
 */
export async function proveAddressFirst(db: Db, ctx: RequestContext, userId: string): Promise<boolean> {
  const { count } = await db.user.updateMany({
    where: { id: userId, emailVerified: null, role: 'user' },
    data: { emailVerified: ctx.now },
  });
  return count === 1;
}

export async function hasProvedAddress(db: Db, userId: string): Promise<boolean> {
  return (await db.user.count({ where: { id: userId, emailVerified: { not: null } } })) === 1;
}

/** Everything with which this person signs in or is signed in, in any browser. Returns how much there was. */
export async function deleteWaysIn(db: Db, userId: string): Promise<number> {
  const where = { userId };
  const deleted = [
    await db.account.deleteMany({ where }),
    await db.browserSession.deleteMany({ where }),
    await db.authenticator.deleteMany({ where }),
    await db.passkey.deleteMany({ where }),
    await db.recoveryCode.deleteMany({ where }),
    await db.emailChange.deleteMany({ where }),
    await db.knownBrowser.deleteMany({ where }),
  ];
  return deleted.reduce((sum, { count }) => sum + count, 0);
}

type Known = { email: string; emailVerified: Date | null; role: 'user' | 'admin'; disabledAt: Date | null };
const known = { email: true, emailVerified: true, role: true, disabledAt: true } as const;

/** Whoever has this identity. */
export async function findPersonOfAccount({
  provider,
  providerAccountId,
}: Pick<LinkedAccount, 'provider' | 'providerAccountId'>): Promise<Known | null> {
  const row = await prisma().account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    select: { user: { select: known } },
  });
  return row?.user ?? null;
}

export const findPersonOfAddress = (email: string): Promise<Known | null> =>
  prisma().user.findUnique({ where: { email }, select: known });
