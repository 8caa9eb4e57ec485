import { ownClients } from '@/lib/clients/own-client';
import { createClientOnce } from '@/lib/clients/store';
import { systemContext } from '@/lib/context';
import { databaseClock } from '@/lib/db/clock';
import { prisma } from '@/lib/db/prisma';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';

/** What every installation has: the organization `default`, the clients that nobody can register, and signing keys. */
export async function createDefaults(now: Date): Promise<void> {
  await createDefaultOrganizationOnce(prisma(), now);
  for (const client of ownClients) await createClientOnce(client);
  await maintainSigningKeys(systemContext(await databaseClock())); // a lost AUTH_SECRET shows now, not at the first sign-in
}
