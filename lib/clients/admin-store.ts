import { type ClientProfile, profileFields } from '@/lib/clients/profile';
import type { ClientRow } from '@/lib/clients/store';
import { bytes } from '@/lib/db/bytes';
import type { Db } from '@/lib/db/prisma';

/** What administrators change of clients, each within the transaction of its verb. */

export type LockedClient = ClientRow & { logoHash: Uint8Array | null };

/** The client, as it is until this transaction ends: changes of one client come one after the other. */
export async function lockClient(db: Db, id: string): Promise<LockedClient | null> {
  await db.$executeRaw`SELECT id FROM clients WHERE id = ${id} FOR NO KEY UPDATE`;
  return db.client.findUnique({
    where: { id },
    omit: { createdAt: true, version: true },
    include: { secrets: { select: { hash: true, expiresAt: true } } },
  });
}

/** False: one of that id is there, whoever made it. */
export async function insertClient(
  db: Db,
  now: Date,
  { id, profile }: { id: string; profile: ClientProfile },
): Promise<boolean> {
  const { count } = await db.client.createMany({
    data: [{ ...profile, id, createdAt: now }],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function updateProfile(db: Db, id: string, profile: ClientProfile): Promise<void> {
  const data = Object.fromEntries(profileFields.map((field) => [field, profile[field]])) as ClientProfile;
  await db.client.update({ where: { id }, data });
}

export async function setDisabled(db: Db, id: string, disabledAt: Date | null): Promise<void> {
  await db.client.update({ where: { id }, data: { disabledAt } });
}

export async function setLogo(db: Db, id: string, hash: Uint8Array | null): Promise<void> {
  await db.client.update({ where: { id }, data: { logoHash: hash && bytes(hash) } });
}

export async function insertSecret(
  db: Db,
  now: Date,
  secret: { clientId: string; hash: Uint8Array; hint: string; expiresAt: Date | null },
): Promise<void> {
  await db.clientSecret.create({ data: { ...secret, hash: bytes(secret.hash), createdAt: now } });
}

export async function setSecretExpiry(
  db: Db,
  clientId: string,
  hash: Uint8Array,
  expiresAt: Date,
): Promise<void> {
  await db.clientSecret.update({
    where: { clientId_hash: { clientId, hash: bytes(hash) } },
    data: { expiresAt },
  });
}

export async function deleteSecret(db: Db, clientId: string, hash: Uint8Array): Promise<void> {
  await db.clientSecret.delete({ where: { clientId_hash: { clientId, hash: bytes(hash) } } });
}
