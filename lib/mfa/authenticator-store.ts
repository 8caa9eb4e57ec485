import type { RequestContext } from '@/lib/context';
import { bytes } from '@/lib/db/bytes';
import { type Db, prisma } from '@/lib/db/prisma';
import { cleanClaim } from '@/lib/device/claimed';

export type AuthenticatorRow = { secretEncrypted: Uint8Array; createdAt: Date };
export type AuthenticatorUse = { createdAt: Date; lastUsedAt: Date | null; lastUsedIp: string | null };

/** Put a secret to be set up in this browser session, in the place of any other. */
export async function putEnrolment(
  browserSessionId: string,
  secretEncrypted: Buffer,
  expiresAt: Date,
): Promise<void> {
  const row = { secretEncrypted: bytes(secretEncrypted), expiresAt };
  await prisma().authenticatorEnrolment.upsert({
    where: { browserSessionId },
    create: { browserSessionId, ...row },
    update: row,
  });
}

export const findEnrolment = (browserSessionId: string, now: Date) =>
  prisma().authenticatorEnrolment.findFirst({
    where: { browserSessionId, expiresAt: { gt: now } },
    select: { secretEncrypted: true },
  });

/** Use an enrolment up: false when it is gone, or another was begun. */
export async function claimEnrolment(
  db: Db,
  browserSessionId: string,
  secretEncrypted: Uint8Array,
): Promise<boolean> {
  const where = { browserSessionId, secretEncrypted: bytes(secretEncrypted) };
  return (await db.authenticatorEnrolment.deleteMany({ where })).count === 1;
}

export const findAuthenticator = (userId: string): Promise<AuthenticatorRow | null> =>
  prisma().authenticator.findUnique({
    where: { userId },
    select: { secretEncrypted: true, createdAt: true },
  });

export const findAuthenticatorUse = (userId: string): Promise<AuthenticatorUse | null> =>
  prisma().authenticator.findUnique({
    where: { userId },
    select: { createdAt: true, lastUsedAt: true, lastUsedIp: true },
  });

/** Returns whether there was one before. */
export async function putAuthenticator(
  db: Db,
  ctx: RequestContext,
  userId: string,
  { secretEncrypted, step }: { secretEncrypted: Uint8Array; step: bigint },
): Promise<boolean> {
  const before = await db.authenticator.deleteMany({ where: { userId } });
  await db.authenticator.create({
    data: {
      userId,
      secretEncrypted: bytes(secretEncrypted),
      lastUsedStep: step,
      createdAt: ctx.now,
      ...lastUse(ctx),
    },
  });
  return before.count > 0;
}

/** Use a time step up (RFC 6238 §5.2): false when it, or a later one, was used before. */
export async function claimStep(
  db: Db,
  ctx: RequestContext,
  userId: string,
  { createdAt, step }: { createdAt: Date; step: bigint },
): Promise<boolean> {
  const { count } = await db.authenticator.updateMany({
    where: { userId, createdAt, lastUsedStep: { lt: step } },
    data: { lastUsedStep: step, ...lastUse(ctx) },
  });
  return count === 1;
}

export const deleteAuthenticator = async (db: Db, userId: string): Promise<boolean> =>
  (await db.authenticator.deleteMany({ where: { userId } })).count > 0;

const lastUse = (ctx: RequestContext) => ({
  lastUsedAt: ctx.now,
  lastUsedIp: ctx.ip,
  lastUsedUserAgent: cleanClaim(ctx.userAgent, 300),
});
