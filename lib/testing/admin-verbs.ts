import { createApiKey } from '@/lib/api-keys/store';
import { newId, randomSecret } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { createClient, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';

/** What the verbs of administrators are called with in matrix.test.ts: everything here is one organization's. */
export type Scene = {
  organization: { id: string; slug: string };
  /** A member of it, whose one device is signed in for it. */
  userId: string;
  email: string;
  sessionId: string;
  accessToken: string;
  clientId: string;
  /** Of the organization. */
  apiKeyId: string;
};

/** Stands in every name and address of the scene: whoever may not see it must not be told any. */
export const canary = 'canary';

export async function createScene(): Promise<Scene> {
  const slug = `${canary}-${randomSecret().toString('hex').slice(0, 8)}`;
  const organization = { id: newId(start), slug, name: `${canary} organization` };
  const person = await createSignedInPerson(`${slug}@example.com`);
  await prisma().organization.create({ data: organization });
  await prisma().membership.deleteMany({ where: { userId: person.userId } });
  await prisma().membership.create({ data: { organizationId: organization.id, userId: person.userId } });
  const client = await createClient({ id: slug, name: `${canary} client` });
  const { accessToken } = await createTokens(client, person);
  const { id: sessionId } = await prisma().session.findFirstOrThrow({ where: { userId: person.userId } });
  const apiKeyId = await createApiKey(prisma(), start, {
    ...{
      hash: randomSecret(),
      name: `${canary} key`,
      organizationId: organization.id,
      scopes: ['introspect'],
    },
    ...{ managedByFile: false, expiresAt: null, revokedAt: null },
  });
  return {
    apiKeyId,
    ...{ organization, userId: person.userId, email: person.email },
    ...{ sessionId, accessToken, clientId: client.id },
  };
}

/**
 * One call of every verb of administrators, upon what is in the scene: `folder/file.verb`, and its arguments after the
 * context. A verb that is missing here fails the test.
 */
export const calls: Record<string, (scene: Scene) => unknown[]> = {
  'api-keys/administer.listOrganizationApiKeys': ({ organization }) => [organization.slug],
  'api-keys/administer.describeApiKey': ({ apiKeyId }) => [apiKeyId],
  'api-keys/administer.createOrganizationApiKey': ({ organization }) => [
    organization.slug,
    { name: 'gateway', scopes: ['introspect'], expiry: '90' },
  ],
  'api-keys/administer.revokeApiKeyByAdmin': ({ apiKeyId }) => [apiKeyId],
  'accounts/list.listPeople': () => [''],
  'accounts/list.describePerson': ({ userId }) => [userId],
  'clients/list.listClients': () => [],
  'clients/list.describeClient': ({ clientId }) => [clientId],
  'mfa/reset-factors.resetFactors': ({ userId }) => [userId],
  'organizations/list.listOrganizations': () => [],
  'organizations/list.describeOrganization': ({ organization }) => [organization.slug],
  'organizations/change-policy.changeSecondFactorPolicy': ({ organization }) => [
    organization.slug,
    { secondFactor: 'required', secondFactorGraceDays: 3 },
  ],
  'sessions/describe.describeSession': ({ sessionId }) => [sessionId],
  'sessions/end.endSessionByAdmin': ({ sessionId }) => [sessionId],
  'sessions/find-by-token.findSessionOfToken': ({ accessToken }) => [accessToken],
};
