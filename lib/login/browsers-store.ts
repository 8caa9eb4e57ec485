import { bytes } from '@/lib/db/bytes';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';

/** A signed-in browser as its person sees it. */
export type OwnBrowser = {
  id: string;
  amr: string[];
  ip: string | null;
  userAgent: string | null;
  createdAt: Date;
};

export const findBrowsersOf = (now: Date, userId: string): Promise<OwnBrowser[]> =>
  prisma().browserSession.findMany({
    where: { userId, expires: { gt: now } },
    select: { id: true, amr: true, ip: true, userAgent: true, createdAt: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });

/** A signed-in browser with its person, as they are kept. */
export const findBrowser = (id: string) =>
  prisma().browserSession.findUnique({
    where: { id },
    select: {
      ...{ id: true, ip: true, userAgent: true, createdAt: true, secondFactorAt: true, expires: true },
      user: {
        select: {
          ...{ id: true, name: true, email: true, emailVerified: true, image: true },
          ...{ createdAt: true, updatedAt: true },
        },
      },
    },
  });

/** Zero: it is not this person's, or gone. */
export async function deleteBrowserOf(db: Db, now: Date, userId: string, id: string): Promise<number> {
  return (await db.browserSession.deleteMany({ where: { id, userId, expires: { gt: now } } })).count;
}

export async function deleteBrowsersOfBut(db: Db, now: Date, userId: string, kept: string): Promise<number> {
  const where = { userId, id: { not: kept }, expires: { gt: now } };
  return (await db.browserSession.deleteMany({ where })).count;
}

/** All sessions of a person's browsers, what would lead to new ones, and that they are known. Returns how many sessions. */
export async function endBrowsersOf(db: Db, userId: string, email: string): Promise<number> {
  const { count } = await db.browserSession.deleteMany({ where: { userId } });
  await db.signInLink.deleteMany({ where: { identifier: email } });
  await db.emailChange.deleteMany({ where: { userId } });
  await db.knownBrowser.deleteMany({ where: { userId } });
  return count;
}

export const findAddress = async (userId: string): Promise<string | null> =>
  (await prisma().user.findUnique({ where: { id: userId }, select: { email: true } }))?.email ?? null;

/** Whether this browser is known to be a person's, and whether they have signed in before, wherever. */
export async function findKnownBrowser(
  now: Date,
  userId: string,
  hash: Buffer,
): Promise<{ email: string; isKnown: boolean; isReturning: boolean } | null> {
  const [row] = await runStatement<{ email: string; isKnown: boolean; isReturning: boolean }>(
    'find_known_browser',
    `SELECT u.email,
            EXISTS (SELECT FROM known_browsers k WHERE k.user_id = u.id AND k.hash = $2) AS "isKnown",
            EXISTS (SELECT FROM known_browsers k WHERE k.user_id = u.id)
              OR EXISTS (SELECT FROM audit_events a WHERE a.user_id = u.id AND a.action = 'person.signed_in' AND a.at < $3)
              AS "isReturning"
       FROM users u WHERE u.id = $1`,
    [userId, hash, now],
  );
  return row ?? null;
}

export async function rememberKnownBrowser(now: Date, userId: string, hash: Buffer): Promise<void> {
  const key = { userId, hash: bytes(hash) };
  await prisma().knownBrowser.upsert({
    where: { userId_hash: key },
    create: { ...key, lastUsedAt: now },
    update: { lastUsedAt: now },
  });
}
