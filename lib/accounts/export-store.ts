import { prisma } from '@/lib/db/prisma';

const uses = { createdAt: true, lastUsedAt: true, lastUsedIp: true, lastUsedUserAgent: true } as const;

/** Everything that is kept of a person but their devices and what happened, which may be many. No secret, nor what one hashes to. */
export const findOwnData = (userId: string) =>
  prisma().user.findUnique({
    where: { id: userId },
    select: {
      ...{ id: true, name: true, email: true, emailVerified: true, image: true, role: true, createdAt: true },
      accounts: { select: { provider: true, providerAccountId: true, createdAt: true } },
      authenticator: { select: uses },
      passkeys: { select: { id: true, name: true, synced: true, ...uses } },
      recoveryCodes: { select: { createdAt: true, usedAt: true } },
      emailChanges: { select: { email: true, expiresAt: true } },
      browserSessions: {
        select: { id: true, amr: true, ip: true, userAgent: true, createdAt: true, expires: true },
        orderBy: { id: 'asc' },
      },
      knownBrowsers: { select: { lastUsedAt: true } },
      memberships: {
        select: { role: true, createdAt: true, organization: { select: { slug: true, name: true } } },
      },
      apiKeys: {
        select: {
          ...{ id: true, name: true, scopes: true, hint: true, createdAt: true },
          ...{ expiresAt: true, lastUsedAt: true, revokedAt: true },
        },
      },
    },
  });

/** Some of a person's devices, by id, from one of them on. */
export const findOwnSessions = (userId: string, after: string | null, most: number) =>
  prisma().session.findMany({
    where: { userId, ...(after && { id: { gt: after } }) },
    select: {
      ...{ id: true, clientId: true, scopes: true, amr: true, acr: true, deviceName: true, userAgent: true },
      ...{ ip: true, approvedFromIp: true, lastUsedIp: true, authenticatedAt: true, createdAt: true },
      ...{ lastUsedAt: true, expiresAt: true, revokedAt: true, revokedReason: true },
      organization: { select: { slug: true } },
    },
    orderBy: { id: 'asc' },
    take: most,
  });

/** Some requests of devices that the person answered: they are kept for a day. */
export const findOwnRequests = (userId: string, after: string | null, most: number) =>
  prisma().deviceGrant.findMany({
    where: { userId, ...(after && { id: { gt: after } }) },
    select: {
      ...{ id: true, clientId: true, status: true, scopes: true, claimedName: true, ip: true },
      ...{ createdAt: true, decidedAt: true },
    },
    orderBy: { id: 'asc' },
    take: most,
  });
