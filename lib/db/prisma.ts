import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@/lib/db/generated/client';
import { pool } from '@/lib/db/pool';
import { onePerProcess } from '@/lib/process';

/** The one Prisma client, over the same pool as the hot statements. */
export const prisma = (): PrismaClient =>
  onePerProcess(
    'prisma',
    () => new PrismaClient({ adapter: new PrismaPg(pool(), { disposeExternalPool: false }) }),
  );

export type { PrismaClient };
/** A client or a transaction: what a store's functions take when the caller may hold a transaction open. */
export type Db = Pick<
  PrismaClient,
  | 'user'
  | 'account'
  | 'organization'
  | 'membership'
  | 'client'
  | 'session'
  | 'setting'
  | 'auditEvent'
  | 'browserSession'
  | 'deviceGrant'
  | 'signInLink'
  | 'signingKey'
  | 'accessToken'
  | '$executeRaw'
  | '$queryRaw'
  | 'apiKey'
  | 'clientSecret'
  | 'authenticator'
  | 'authenticatorEnrolment'
  | 'passkey'
  | 'recoveryCode'
  | 'spentChallenge'
  | 'knownBrowser'
  | 'emailChange'
  | 'emailDomain'
  | 'organizationIssuer'
  | 'invitation'
  | 'image'
  | 'clientTrial'
  | 'bulkRevocation'
  | 'auditBatch'
  | 'activity'
  | 'webhookEndpoint'
  | 'webhookDelivery'
>;
