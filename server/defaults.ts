import { ownClient } from '@/lib/clients/own-client';
import { createClientOnce } from '@/lib/clients/store';
import { systemContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';
import { createSigningKeyOnce, signingKey } from '@/lib/tokens/keys';

/** What every installation has: the organization `default`, the client of our own CLI, and a signing key. */
export async function createDefaults(now: Date): Promise<void> {
  await createDefaultOrganizationOnce(prisma(), now);
  await createClientOnce(ownClient);
  await createSigningKeyOnce(systemContext(now));
  await signingKey(); // a lost AUTH_SECRET shows now, not at the first sign-in
}
