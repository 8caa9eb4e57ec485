import { bytes } from '@/lib/db/bytes';
import { type Db, prisma } from '@/lib/db/prisma';

/** An endpoint as an administrator sees it: never its secret. */
export type Endpoint = {
  id: string;
  url: string;
  description: string | null;
  events: string[];
  createdAt: Date;
  disabledAt: Date | null;
  failingSince: Date | null;
  /** Until when two secrets sign. */
  previousSecretUntil: Date | null;
};

const shown = {
  ...{ id: true, url: true, description: true, events: true, createdAt: true },
  ...{ disabledAt: true, failingSince: true, previousSecretUntil: true },
} as const;

export const findEndpoints = (): Promise<Endpoint[]> =>
  prisma().webhookEndpoint.findMany({ select: shown, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });

export const findEndpoint = (id: string, db: Db = prisma()): Promise<Endpoint | null> =>
  db.webhookEndpoint.findUnique({ where: { id }, select: shown });

export const countEndpoints = (db: Db): Promise<number> => db.webhookEndpoint.count();

export type EndpointSettings = { url: string; description: string | null; events: string[] };

export async function insertEndpoint(
  db: Db,
  endpoint: EndpointSettings & { id: string; secretEncrypted: Buffer; createdAt: Date },
): Promise<void> {
  const secretEncrypted = bytes(endpoint.secretEncrypted);
  await db.webhookEndpoint.create({ data: { ...endpoint, secretEncrypted } });
}

/** False when it is gone. */
export async function changeEndpoint(
  db: Db,
  id: string,
  change: Partial<EndpointSettings> & { disabledAt?: Date | null; failingSince?: Date | null },
): Promise<boolean> {
  return (await db.webhookEndpoint.updateMany({ where: { id }, data: change })).count === 1;
}

/** Put another secret in the place of its own, which signs as well until then. False when it is gone. */
export async function replaceSecret(
  db: Db,
  id: string,
  secretEncrypted: Buffer,
  until: Date,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE webhook_endpoints SET previous_secret_encrypted = secret_encrypted, previous_secret_until = ${until},
           secret_encrypted = ${bytes(secretEncrypted)} WHERE id = ${id}::uuid`;
  return count === 1;
}

export const deleteEndpoint = async (db: Db, id: string): Promise<boolean> =>
  (await db.webhookEndpoint.deleteMany({ where: { id } })).count === 1;

/** A delivery in the list of its endpoint. */
export type ListedDelivery = {
  id: string;
  type: string;
  createdAt: Date;
  attempts: number;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
  lastAttemptAt: Date | null;
  lastStatus: number | null;
  lastError: string | null;
};

/** The newest first, older than `before` where it is given. */
export async function findDeliveries(
  endpointId: string,
  before: string | null,
  most: number,
): Promise<ListedDelivery[]> {
  const from = before
    ? await prisma().webhookDelivery.findUnique({ where: { id: before }, select: { createdAt: true } })
    : null;
  const rows = await prisma().webhookDelivery.findMany({
    where: {
      endpointId,
      ...(before &&
        from && {
          OR: [{ createdAt: { lt: from.createdAt } }, { createdAt: from.createdAt, id: { lt: before } }],
        }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
    select: {
      ...{ id: true, payload: true, createdAt: true, attempts: true, nextAttemptAt: true },
      ...{ deliveredAt: true, lastAttemptAt: true, lastStatus: true, lastError: true },
    },
  });
  return rows.map(({ payload, ...row }) => ({ ...row, type: (payload as { type: string }).type }));
}

/** Send again, from the first try on: one, or all since a time. Returns how many. */
export async function requeue(
  db: Db,
  endpointId: string,
  which: { id: string } | { since: Date },
  now: Date,
): Promise<number> {
  const { count } = await db.webhookDelivery.updateMany({
    where: { endpointId, ...('id' in which ? which : { createdAt: { gte: which.since } }) },
    data: { attempts: 0, nextAttemptAt: now, deliveredAt: null, lastStatus: null, lastError: null },
  });
  return count;
}
