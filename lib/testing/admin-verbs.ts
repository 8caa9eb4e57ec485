import { createApiKey } from '@/lib/api-keys/store';
import { clientProfile } from '@/lib/clients/profile';
import { newId, randomSecret } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { defaultPolicy } from '@/lib/organizations/rules';
import { everything } from '@/lib/sessions/filter';
import { readWanted } from '@/lib/sessions/wanted';
import { createClient, createSignedInPerson, createTokens, later, start } from '@/lib/testing/factories';
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
  /** Of an address that has not answered yet. */
  invitationId: string;
  /** Of a revocation of many, by an administrator of the organization. */
  revocationId: string;
  /** The whole server’s. */
  webhookId: string;
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
  const webhookId = newId(start);
  const secretEncrypted = Uint8Array.from(sealSecret(newWebhookSecret()));
  await prisma().webhookEndpoint.create({
    data: { id: webhookId, url: `https://${canary}.example.com/`, secretEncrypted, createdAt: start },
  });
  const { id: sessionId } = await prisma().session.findFirstOrThrow({ where: { userId: person.userId } });
  const invitationId = newId(start);
  await prisma().invitation.create({
    data: {
      ...{ id: invitationId, organizationId: organization.id, email: `${slug}-invited@example.com` },
      ...{ tokenHash: Uint8Array.from(randomSecret()), createdAt: start, expiresAt: later(3_600) },
    },
  });
  const revocationId = newId(start);
  await prisma().bulkRevocation.create({
    data: {
      ...{ id: revocationId, createdById: person.userId, createdAt: start, total: 1, finishedAt: start },
      filter: {
        filter: { ...everything, users: [person.userId], createdTo: start.toISOString() },
        within: [organization.id],
        by: { type: 'person', id: person.userId, ip: null, network: null, requestId: canary },
        beyond: null,
      },
    },
  });
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
    ...{ apiKeyId, revocationId, invitationId },
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
  'api-keys/administer.listOrganizationApiKeys': ({ organization }) => [organization.slug],
  'api-keys/administer.describeApiKey': ({ apiKeyId }) => [apiKeyId],
  'api-keys/administer.createOrganizationApiKey': ({ organization }) => [
    organization.slug,
    { name: 'gateway', scopes: ['introspect'], expiry: '90' },
  ],
  'api-keys/administer.revokeApiKeyByAdmin': ({ apiKeyId }) => [apiKeyId],
  'accounts/list.listPeople': () => [''],
  'accounts/look.listBrowsersOfPerson': ({ userId }) => [userId],
  'accounts/look.listHistoryOfPerson': ({ userId }) => [userId],
  'accounts/disable.disablePerson': ({ userId }) => [userId],
  'accounts/disable.enablePerson': ({ userId }) => [userId],
  'accounts/role.changeRole': ({ userId }) => [userId, 'admin'],
  'accounts/sign-out.signPersonOut': ({ userId }) => [userId],
  'activity/overview.describeServer': () => ['24h'],
  'activity/overview.describeOwnOrganizations': () => [],
  'audit/list.listAudit': ({ clientId }) => [{ client: clientId }],
  'audit/list.listHistory': ({ clientId }) => [{ clientId }, 5],
  'audit/export.exportAudit': ({ organization }) => [{ organization: organization.slug }, 'csv'],
  'audit/retention.describeAuditLog': () => [],
  'audit/retention.changeRetention': () => [90],
  'accounts/list.describePerson': ({ userId }) => [userId],
  'api-keys/administer.listApiKeysOfPerson': ({ userId }) => [userId],
  'clients/list.listClients': () => [],
  'clients/list.describeClient': ({ clientId }) => [clientId],
  'clients/list.listSecrets': ({ clientId }) => [clientId],
  'clients/create.createClient': ({ organization }) => [
    {
      id: `${organization.slug}-new`,
      profile: clientProfile.parse({ name: 'New' }),
      isConfidential: true,
    },
  ],
  'clients/change.changeClient': ({ clientId }) => [clientId, clientProfile.parse({ name: 'Changed' })],
  'clients/change.changeLogo': ({ clientId }) => [clientId, null],
  'clients/change.disableClient': ({ clientId }) => [clientId],
  'clients/change.enableClient': ({ clientId }) => [clientId],
  'clients/patch.patchClient': ({ clientId }) => [clientId, { name: 'Changed' }],
  'clients/secrets.addSecret': ({ clientId }) => [clientId, { expiresAt: null }],
  'clients/secrets.expireSecret': ({ clientId }) => [clientId, { ref: 'none', at: start }],
  'clients/secrets.removeSecret': ({ clientId }) => [clientId, { ref: 'none', mayBecomePublic: true }],
  'clients/trial.startTrial': ({ clientId }) => [
    clientId,
    { scope: '', secret: null },
    async () => Response.json({}),
  ],
  'clients/trial.stepTrial': ({ clientId }) => [clientId, 'poll', async () => Response.json({})],
  'clients/trial.endTrial': () => [],
  'clients/trial.describeTrial': ({ clientId }) => [clientId],
  'settings/change.changeSettings': () => [
    { section: 'branding', value: { name: newId(start).slice(-12) }, version: null },
  ],
  'settings/describe.describeSettings': () => [],
  'settings/describe.describeChangesSince': () => ['branding', 0],
  'mfa/reset-factors.resetFactors': ({ userId }) => [userId],
  'organizations/list.listOrganizations': () => [{ text: '' }],
  'organizations/list.describeOrganization': ({ organization }) => [organization.slug],
  'organizations/change-policy.changePolicy': ({ organization }) => [
    organization.slug,
    { secondFactor: 'required', secondFactorGraceDays: 3, sessionLifetimeSeconds: 60 },
  ],
  'organizations/policy-effect.foreseePolicy': ({ organization }) => [organization.slug, defaultPolicy],
  'organizations/create.createOrganization': () => [{ slug: newId(start), name: 'New' }],
  'organizations/create.renameOrganization': ({ organization }) => [organization.slug, 'Renamed'],
  'organizations/create.switchOrganization': ({ organization }) => [organization.slug, 'disabled'],
  'organizations/change-domains.changeEmailDomains': ({ organization }) => [
    organization.slug,
    [`${organization.slug}.example`],
  ],
  'organizations/members.listMembers': ({ organization }) => [organization.slug, { text: '' }],
  'organizations/members.describeMember': ({ organization, userId }) => [organization.slug, userId],
  'organizations/members.changeMemberRole': ({ organization, userId }) => [
    organization.slug,
    userId,
    'admin',
  ],
  'organizations/members.removeMember': ({ organization, userId }) => [organization.slug, userId],
  'organizations/invite.listInvitations': ({ organization }) => [organization.slug],
  'organizations/invite.inviteToOrganization': ({ organization }) => [
    organization.slug,
    { email: `invited-${newId(start)}@example.com`, role: 'member' },
  ],
  'organizations/invite.resendInvitation': ({ invitationId }) => [invitationId],
  'organizations/invite.withdrawInvitation': ({ invitationId }) => [invitationId],
  'organizations/people.listPeopleOf': ({ organization }) => [
    organization.slug,
    { page: 1, most: 50, service: null },
  ],
  'organizations/people.describePersonOf': ({ organization, userId }) => [organization.slug, userId],
  'organizations/people.endSessionsOfPersonOf': ({ organization, userId }) => [organization.slug, userId],
  'sessions/bulk.revokeMatching': ({ userId }) => [{ ...readWanted({ user: userId }, start).wanted }, start],
  'sessions/bulk.describeRevocation': ({ revocationId }) => [revocationId],
  'sessions/history.listSessionHistory': ({ sessionId }) => [sessionId],
  'sessions/list-all.listSessions': () => [readWanted({}, start).wanted, null],
  'sessions/list-all.listSessionsOf': ({ sessionId }) => [[sessionId]],
  'sessions/list-all.countSessionsToRevoke': ({ userId }) => [
    readWanted({ user: userId }, start).wanted,
    start,
  ],
  'sessions/list-all.suggestForSessions': () => [],
  'sessions/end.endSessionsByAdmin': ({ sessionId }) => [[sessionId]],
  'sessions/describe.describeSession': ({ sessionId }) => [sessionId],
  'sessions/end.endSessionAndDescribe': ({ sessionId }) => [sessionId],
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
