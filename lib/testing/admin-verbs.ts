import { newId, randomSecret } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { createClient, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';
import { newWebhookSecret, sealSecret } from '@/lib/webhooks/sign';

/** What the verbs of administrators are called with in matrix.test.ts: everything here is one organization's. */
export type Scene = {
  organization: { id: string; slug: string };
  /** A member of it, whose one device is signed in for it. */
  userId: string;
  email: string;
  sessionId: string;
  accessToken: string;
  clientId: string;
  /** The whole server’s. */
  webhookId: string;
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
  const webhookId = newId(start);
  const secretEncrypted = Uint8Array.from(sealSecret(newWebhookSecret()));
  await prisma().webhookEndpoint.create({
    data: { id: webhookId, url: `https://${canary}.example.com/`, secretEncrypted, createdAt: start },
  });
  const { id: sessionId } = await prisma().session.findFirstOrThrow({ where: { userId: person.userId } });
  return {
    ...{ organization, userId: person.userId, email: person.email },
    ...{ sessionId, accessToken, clientId: client.id, webhookId },
  };
}

const webhook = { url: 'https://hooks.example.com/', description: null, events: ['session.'] };

/**
 * One call of every verb of administrators, upon what is in the scene: `folder/file.verb`, and its arguments after the
 * context. A verb that is missing here fails the test.
 */
export const calls: Record<string, (scene: Scene) => unknown[]> = {
  'accounts/list.listPeople': () => [''],
  'activity/overview.describeServer': () => ['24h'],
  'activity/overview.describeOwnOrganizations': () => [],
  'audit/list.listAudit': ({ clientId }) => [{ client: clientId }],
  'audit/list.listHistory': ({ clientId }) => [{ clientId }, 5],
  'audit/export.exportAudit': ({ organization }) => [{ organization: organization.slug }, 'csv'],
  'audit/retention.describeAuditLog': () => [],
  'audit/retention.changeRetention': () => [90],
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
  'webhooks/list.listWebhooks': () => [],
  'webhooks/list.describeWebhook': ({ webhookId }) => [webhookId],
  'webhooks/change.createWebhook': () => [webhook],
  'webhooks/change.changeWebhook': ({ webhookId }) => [webhookId, webhook],
  'webhooks/change.rotateWebhookSecret': ({ webhookId }) => [webhookId],
  'webhooks/change.switchWebhook': ({ webhookId }) => [webhookId, 'disabled'],
  'webhooks/change.deleteWebhook': ({ webhookId }) => [webhookId],
  'webhooks/send-again.sendTestEvent': ({ webhookId }) => [webhookId],
  'webhooks/send-again.sendDeliveryAgain': ({ webhookId }) => [webhookId, webhookId],
  'webhooks/send-again.replayDeliveries': ({ webhookId }) => [webhookId, start],
};
