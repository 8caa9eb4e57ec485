import { ownClient } from '@/lib/clients/own-client';
import { createClientOnce } from '@/lib/clients/store';
import { systemContext } from '@/lib/context';
import { databaseClock } from '@/lib/db/clock';
import { prisma } from '@/lib/db/prisma';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';

/** What every installation has: the organization `default`, the client of our own CLI, and signing keys. */
export async function createDefaults(now: Date): Promise<void> {
  await createDefaultOrganizationOnce(prisma(), now);
  await createClientOnce(ownClient);
  await maintainSigningKeys(systemContext(await databaseClock())); // a lost AUTH_SECRET shows now, not at the first sign-in
}
