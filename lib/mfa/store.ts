import type { Db } from '@/lib/db/prisma';
import type { Factors } from '@/lib/mfa/rules';

/** As they are now, whatever the page showed. */
export async function countFactors(db: Db, userId: string): Promise<Factors> {
  const [apps, passkeys] = [
    await db.authenticator.count({ where: { userId } }),
    await db.passkey.count({ where: { userId } }),
  ];
  return { hasAuthenticator: apps > 0, passkeys };
}
