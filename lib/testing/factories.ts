import { createPerson } from '@/lib/accounts/store';
import { type Authority, permissions } from '@/lib/authority/rules';
import { type Client, findClient } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { newId, randomSecret, sha256 } from '@/lib/crypto';
import type { Prisma } from '@/lib/db/generated/client';
import { prisma } from '@/lib/db/prisma';
import { approveDeviceGrant } from '@/lib/device/decide';
import { enterUserCode } from '@/lib/device/enter';
import { type DeviceCodeRequest, redeemDeviceCode } from '@/lib/device/redeem';
import { type DeviceRequest, startDeviceAuthorization } from '@/lib/device/start';
import { consentTicket } from '@/lib/device/ticket';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import { actingAs, hashBrowserToken, type Person } from '@/lib/login/browser-session';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';
import { findLiveToken } from '@/lib/tokens/live-store';
import { readPresentedToken } from '@/lib/tokens/presented';
import { type RefreshRequest, refreshTokens } from '@/lib/tokens/refresh';

/** What tests need to exist. Times are `start` plus what the test says: nobody sleeps. */
export const start = new Date('2026-01-01T12:00:00Z');
export const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1000);

export const contextAt = (now: Date, ip = '198.51.100.7'): RequestContext => ({
  now,
  actor: { type: 'anonymous' },
  ip,
  network: `${ip.split('.').slice(0, 3).join('.')}.0/24`,
  userAgent: 'acme/1.0 (linux)',
  requestId: 'test',
});

/** The same with a person who administers, of nobody in particular: everything, or one organization. */
export const contextOf = (authority: Authority, now = start): RequestContext => ({
  ...contextAt(now),
  actor: {
    ...{ type: 'person', userId: nobodyAs(authority), browserSessionId: nobody },
    ...{ authenticatedAt: now, amr: ['email'], authority },
  },
});

/** Let whoever acts be in the database what their authority says: under their locks, verbs look it up again. */
export async function settle(ctx: RequestContext): Promise<RequestContext> {
  const { actor } = ctx;
  if (actor.type !== 'person') return ctx;
  const { userId, authority } = actor;
  const role = authority.isPlatformAdmin ? 'admin' : 'user';
  const created = { id: userId, email: `${userId}@example.com`, role } as const;
  // Not `upsert`, which several at once can lose.
  await prisma().user.createMany({ data: [created], skipDuplicates: true });
  await prisma().user.update({ where: { id: userId }, data: { role } });
  const data = authority.organizations.map(({ id, role }) => ({ organizationId: id, userId, role }));
  await prisma().membership.createMany({ data, skipDuplicates: true });
  return ctx;
}

/** An admin and an owner are two. */
const nobodyAs = ({ organizations }: Authority): string =>
  organizations[0] ? nobody.slice(0, -1) + (organizations[0].role === 'owner' ? 1 : 2) : nobody;
/** The same with a key that has every scope. */
export const keyOf = (authority: Authority, now = start): RequestContext => ({
  ...contextAt(now),
  actor: { type: 'api_key', keyId: nobody, userId: null, scopes: Object.keys(permissions), authority },
});
const nobody = '00000000-0000-7000-8000-000000000000';
export const platformAdmin: Authority = { isPlatformAdmin: true, organizations: [] };
export const adminOf = (id: string, role: 'owner' | 'admin' = 'admin'): Authority => ({
  isPlatformAdmin: false,
  organizations: [{ id, role }],
});

let count = 0;

export async function createClient(
  profile: Partial<Prisma.ClientUncheckedCreateInput> = {},
  secret?: string,
): Promise<Client> {
  const id = profile.id ?? `client-${++count}-${randomSecret().toString('hex').slice(0, 8)}`;
  await prisma().client.create({
    data: { name: 'Acme CLI', publisher: 'Acme', scopes: ['openid', 'profile', 'email'], ...profile, id },
  });
  if (secret)
    await prisma().clientSecret.create({ data: { hash: Uint8Array.from(sha256(secret)), clientId: id } });
  return (await findClient(contextAt(start), id))!;
}

/** A person with a signed-in browser. */
export async function createSignedInPerson(
  email = `p${++count}-${randomSecret().toString('hex').slice(0, 8)}@example.com`,
): Promise<Person & { cookie: string }> {
  await createDefaultOrganizationOnce(prisma(), start);
  await maintainSigningKeys(contextAt(start));
  const user = await createPerson(prisma(), { email, emailVerified: start, name: 'Pat Doe' }, start);
  return { ...(await signIn(user.id)), email };
}

export async function signIn(userId: string): Promise<Person & { cookie: string }> {
  const cookie = randomSecret().toString('hex');
  const browserSessionId = newId(start);
  const expires = later(14 * 24 * 3600);
  await prisma().browserSession.create({
    data: {
      id: browserSessionId,
      sessionToken: hashBrowserToken(cookie),
      userId,
      expires,
      createdAt: start,
      amr: ['email'],
    },
  });
  const { name, email, image, role } = await prisma().user.findUniqueOrThrow({ where: { id: userId } });
  return {
    ...noSecondFactor,
    browserSessionId,
    authenticatedAt: start,
    signedInAt: start,
    amr: ['email'],
    userId,
    name,
    email,
    image,
    role,
    cookie,
  };
}

/** An API key that counts, whatever it is. */
export const createKey = (owner: { userId: string } | { organizationId: string }, createdById?: string) =>
  prisma().apiKey.create({
    data: {
      ...{ ...owner, id: newId(start), hash: Uint8Array.from(randomSecret()), name: 'CI' },
      ...{ scopes: [], createdAt: start, createdById: createdById ?? null },
    },
  });

/** An invitation that waits. */
export const createInvitation = (
  organizationId: string,
  invitedById: string | null,
  role: 'owner' | 'admin' | 'member' = 'member',
) =>
  prisma().invitation.create({
    data: {
      ...{ id: newId(start), organizationId, email: `invited-${++count}@example.com`, role, invitedById },
      ...{ tokenHash: Uint8Array.from(randomSecret()), createdAt: start, expiresAt: later(60) },
    },
  });

/** Of a person of whom none is required, and who has none. */
export const noSecondFactor = {
  secondFactorAt: null,
  hasAuthenticator: false,
  passkeys: 0,
  recoveryCodes: 0,
  secondFactorOffered: true,
  secondFactorRequired: null,
  administers: [],
} satisfies Partial<Person>;

export const startDevice = (client: Client, ctx = contextAt(start), asked: Partial<DeviceRequest> = {}) =>
  startDeviceAuthorization(ctx, { ...deviceRequest, client, ...asked });

/** A device request that asks for nothing in particular. */
export const deviceRequest = {
  scopes: undefined,
  resources: [],
  dpopJkt: null,
  proof: null,
  acrValues: [],
  maxAgeSeconds: null,
  claimedName: 'laptop',
  claimedVersion: '1.0',
};

export async function enter(person: Person, userCode: string, now = start): Promise<string> {
  const entered = await enterUserCode(actingAs(contextAt(now), person), person.userId, userCode);
  if (entered.outcome !== 'found') throw new Error(`the code was ${entered.outcome}`);
  return entered.grant.id;
}

/** For an organization, or the one to which the person has belonged longest. */
export async function allow(person: Person, grantId: string, now = start, organizationId?: string) {
  const first = await prisma().membership.findFirst({
    where: { userId: person.userId },
    orderBy: [{ createdAt: 'asc' }, { organizationId: 'asc' }],
  });
  return approveDeviceGrant(actingAs(contextAt(now), person), {
    grantId,
    ticket: consentTicket(person.browserSessionId, grantId),
    organizationId: organizationId ?? first?.organizationId,
  });
}

/** A device request that a person has allowed. */
export async function createApprovedDevice(client: Client, person: Person) {
  const device = await startDevice(client);
  const grantId = await enter(person, device.userCode);
  await allow(person, grantId);
  return { ...device, grantId };
}

/** What a request asks for, with the thumbprint of the key that it proves to have. */
type Asked<Request> = Partial<Omit<Request, 'proof'>> & { dpopJkt?: string | null };
const proofOf = (jkt: string | null | undefined) => (jkt ? { jkt, use: async () => {} } : null);

/** A poll of the token endpoint. */
export const redeem = (
  client: Client,
  deviceCode: string,
  now = start,
  { dpopJkt, ...asked }: Asked<DeviceCodeRequest> = {},
) =>
  redeemDeviceCode(contextAt(now), client, { deviceCode, resources: [], proof: proofOf(dpopJkt), ...asked });

/** A use of a refresh token. */
export const refresh = (
  client: Client,
  refreshToken: string,
  now = start,
  { dpopJkt, ...asked }: Asked<RefreshRequest> = {},
) =>
  refreshTokens(contextAt(now), client, {
    refreshToken,
    scopes: undefined,
    resources: [],
    proof: proofOf(dpopJkt),
    ...asked,
  });

/** Is this token live for its holder? */
export async function isLive(token: string, now = start): Promise<boolean> {
  const presented = await readPresentedToken(contextAt(now), token);
  return presented !== null && (await findLiveToken(contextAt(now), presented.hash)) !== null;
}

/** Tokens of a device that a person has allowed. */
export async function createTokens(client: Client, person: Person) {
  const device = await createApprovedDevice(client, person);
  const tokens = await redeem(client, device.deviceCode);
  return {
    ...tokens,
    refreshToken: tokens.refreshToken!,
    deviceCode: device.deviceCode,
    grantId: device.grantId,
  };
}
