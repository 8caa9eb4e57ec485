import type { Browser, BrowserContext } from '@playwright/test';
import type { Database } from './database';
import { decideByForm, type Entered, enterByForm, type FormPerson, signInByForms } from './form-person';
import { linkIn, mailTo } from './mail';
import { addEquipped, addOrganizations, idOf, makeAdmin, requireFactor } from './people';
import { newAddress, signIn } from './person';
import { setUpAppByForms } from './second-factor';
import type { RunningServer } from './server';
import { newContext } from './test';
import { poll, startDevice } from './wire';

/**
 * Browsers: signed in with devices, signed in without, signed in as an administrator, signed in with an authenticator
 * app, with passkeys, the former before their code is given, the latter before theirs is, not signed in.
 */
export const everybody = [
  'resident',
  'newcomer',
  'admin',
  'careful',
  'keeper',
  'half',
  'waiting',
  'nobody',
] as const;
export type Who = (typeof everybody)[number];
export type Scene = Record<Who, BrowserContext> & {
  setUp: string;
  link: string;
  notMe: string;
  /** Where the mail to a new address of the resident’s leads. */
  newEmail: string;
  confirm: string;
  /** Of a client whose tokens are for an API. */
  confirmApi: string;
  /** Of somebody who belongs to several organizations, and to one that does not allow the client. */
  confirmChoose: string;
  confirmNone: string;
  /** Where the mail to the newcomer’s address leads. */
  invitation: string;
  /** Sign-ins that an administrator looks at. */
  sessions: Record<'live' | 'ended' | 'expired' | 'blocked', string>;
  /** A device of the resident’s, and sessions that an administrator has revoked at once. */
  device: string;
  revocation: string;
  /** One of the keeper’s. */
  passkey: string;
  /** One of a client’s. */
  clientSecret: string;
  /** The resident’s, and the default organization’s. */
  keys: Record<'own' | 'organization', string>;
  /** People that an administrator looks at: with every factor, with none, themselves. */
  users: Record<'equipped' | 'bare' | 'self', string>;
  done: Record<'allowed' | 'denied' | 'expired' | 'other', string>;
};
export type Place = { as: Who; path: string | ((scene: Scene) => string); status?: number };

const user = (id: string) => `/admin/users/${id}`;
const lookedUp = (session: string) => `/admin/tokens?session=${session}&kind=access_token`;

const webhook = '00000000-0000-7000-8000-00000000000a';

/** Every page, in every state that looks different. */
export const places: Record<string, Place> = {
  home: { as: 'nobody', path: '/' },
  'home-signed-in': { as: 'resident', path: '/' },
  login: { as: 'nobody', path: '/login' },
  'login-for-device': { as: 'nobody', path: '/login?next=/device' },
  'login-wrong-address': { as: 'nobody', path: '/login?error=invalid_email&email=ada@@example.com' },
  'login-problem': { as: 'nobody', path: '/login?error=OAuthAccountNotLinked' },
  'login-issuer': { as: 'nobody', path: '/login?error=use_issuer&email=ada@acme.example&next=/device' },
  // Without a sign-in under way it leads to the sign-in page; what it shows with one: sso.spec.ts.
  'login-continue': { as: 'nobody', path: '/login/continue' },
  'login-signed-in': { as: 'resident', path: '/login?next=/device' },
  'login-sent': { as: 'nobody', path: '/login/sent?email=ada@example.com' },
  'login-link': { as: 'newcomer', path: ({ link }) => link },
  'login-link-other-browser': { as: 'nobody', path: ({ link }) => link },
  'set-up': { as: 'nobody', path: ({ setUp }) => setUp },
  'set-up-signed-in': { as: 'resident', path: ({ setUp }) => setUp },
  'set-up-used': { as: 'nobody', path: '/setup?token=used' },
  device: { as: 'resident', path: '/device' },
  'device-wrong-code': { as: 'resident', path: '/device?error=unknown' },
  'device-too-many': { as: 'resident', path: '/device?error=limited' },
  confirm: { as: 'resident', path: ({ confirm }) => confirm },
  'confirm-api': { as: 'resident', path: ({ confirmApi }) => confirmApi },
  'done-allowed': { as: 'resident', path: ({ done }) => done.allowed },
  'done-denied': { as: 'resident', path: ({ done }) => done.denied },
  'done-expired': { as: 'resident', path: ({ done }) => done.expired },
  'done-by-another': { as: 'resident', path: ({ done }) => done.other },
  'done-nothing': { as: 'resident', path: '/device/done' },
  account: { as: 'resident', path: '/account' },
  'account-empty': { as: 'newcomer', path: '/account' },
  'device-grace': { as: 'newcomer', path: '/device' },
  'device-not-me': { as: 'resident', path: ({ device }) => `/account/devices/not-me?device=${device}` },
  'device-reported': { as: 'resident', path: '/account/devices/reported' },
  'sign-out-all': { as: 'resident', path: '/account/sign-out-all' },
  'second-factor': { as: 'half', path: '/login/mfa?next=/account' },
  'second-factor-wrong': { as: 'half', path: '/login/mfa?next=/account&error=wrong' },
  'second-factor-limited': { as: 'half', path: '/login/mfa?next=/account&error=limited' },
  'second-factor-recovery': { as: 'half', path: '/login/mfa?with=recovery&error=wrong_recovery' },
  'second-factor-set-up': { as: 'newcomer', path: '/login/mfa/set-up?next=/account' },
  security: { as: 'careful', path: '/account/security?notice=authenticator_added' },
  'security-empty': { as: 'newcomer', path: '/account/security' },
  'authenticator-begin': { as: 'resident', path: '/account/security/authenticator?error=expired' },
  authenticator: { as: 'newcomer', path: '/account/security/authenticator?error=wrong' },
  'authenticator-remove': { as: 'careful', path: '/account/security/authenticator/remove' },
  'recovery-codes': { as: 'careful', path: '/account/security/recovery-codes' },
  'recovery-codes-renew': { as: 'careful', path: '/account/security/recovery-codes/renew' },
  'security-browsers': { as: 'resident', path: '/account/security?notice=browser_signed_out' },
  email: { as: 'resident', path: '/account/security/email' },
  'email-invalid': { as: 'resident', path: '/account/security/email?error=invalid_email&email=ada@@x' },
  'email-problem': { as: 'resident', path: '/account/security/email?error=taken' },
  'email-sent': { as: 'resident', path: '/account/security/email/sent?email=ada@example.com' },
  'email-confirm': { as: 'resident', path: ({ newEmail }) => newEmail },
  'email-confirm-gone': { as: 'newcomer', path: ({ newEmail }) => newEmail },
  'not-me': { as: 'nobody', path: ({ notMe }) => notMe },
  'not-me-no-link': { as: 'nobody', path: '/login/not-me?token=x' },
  'not-me-done': { as: 'nobody', path: '/login/not-me/done' },
  'security-passkeys': { as: 'keeper', path: '/account/security' },
  'security-passkey-removed': { as: 'keeper', path: '/account/security?notice=passkey_removed' },
  'second-factor-passkey': { as: 'waiting', path: '/login/mfa?next=/account' },
  'second-factor-passkey-failed': { as: 'waiting', path: '/login/mfa?next=/account&error=passkey' },
  'passkey-new': { as: 'keeper', path: '/account/security/passkeys/new' },
  'passkey-new-failed': { as: 'keeper', path: '/account/security/passkeys/new?error=failed' },
  'passkey-remove': { as: 'keeper', path: ({ passkey }) => `/account/security/passkeys/${passkey}/remove` },
  'login-passkey-failed': { as: 'nobody', path: '/login?error=passkey' },
  keys: { as: 'resident', path: '/account/keys?notice=revoked' },
  'keys-empty': { as: 'newcomer', path: '/account/keys' },
  'key-new': { as: 'resident', path: '/account/keys/new?error=scopes&name=Nightly%20report' },
  'key-revoke': { as: 'resident', path: ({ keys }) => `/account/keys/${keys.own}/revoke` },
  'key-created': { as: 'careful', path: '/account/keys/created' },
  history: { as: 'resident', path: '/account/history' },
  data: { as: 'resident', path: '/account/data' },
  'data-delete': { as: 'resident', path: '/account/data/delete?error=wrong_address&typed=x' },
  'data-delete-last-admin': { as: 'admin', path: '/account/data/delete' },
  'data-deleted': { as: 'nobody', path: '/account/data/deleted' },
  api: { as: 'nobody', path: '/api/admin#getClient' },
  mailbox: { as: 'nobody', path: '/mailbox' },
  'home-admin': { as: 'admin', path: '/' },
  'account-admin': { as: 'admin', path: '/account' },
  'admin-refused': { as: 'resident', path: '/admin/clients', status: 403 },
  'admin-clients': { as: 'admin', path: '/admin/clients' },
  'admin-client': { as: 'admin', path: '/admin/clients/doorcode-cli' },
  'admin-client-of-file': { as: 'admin', path: '/admin/clients/acme%2Fdeploy' },
  'admin-client-new': { as: 'admin', path: '/admin/clients/new' },
  'admin-client-form': { as: 'admin', path: '/admin/clients/new?preset=service' },
  'admin-client-edit': { as: 'admin', path: '/admin/clients/report-tool/edit' },
  'admin-client-with-secrets': { as: 'admin', path: '/admin/clients/report-tool' },
  'admin-client-secret': { as: 'admin', path: '/admin/clients/report-tool/secret' },
  'admin-client-remove-secret': {
    as: 'admin',
    path: ({ clientSecret }) => `/admin/clients/report-tool/remove-secret?secret=${clientSecret}`,
  },
  'admin-client-disable': { as: 'admin', path: '/admin/clients/doorcode-cli/disable' },
  'admin-client-try': { as: 'admin', path: '/admin/clients/doorcode-cli/try' },
  'admin-settings': { as: 'admin', path: '/admin/settings' },
  'admin-settings-wrong': {
    as: 'admin',
    path: '/admin/settings?form=branding&error=wrong&since=0&name=Acme&light=%23ffdd00&dark=%23000000',
  },
  'admin-client-unknown': { as: 'admin', path: '/admin/clients/nobody', status: 404 },
  'admin-organizations': { as: 'admin', path: '/admin/organizations' },
  'admin-organization': { as: 'admin', path: '/admin/organizations/default' },
  'admin-organization-wrong-days': {
    as: 'admin',
    path: '/admin/organizations/default?error=second_factor_grace_days&second_factor=required&second_factor_grace_days=91',
  },
  'admin-organization-unsaved': {
    as: 'admin',
    path: '/admin/organizations/default?second_factor=required&second_factor_grace_days=3',
  },
  'admin-organization-of-file': {
    as: 'admin',
    path: '/admin/organizations/northwind?notice=managed_by_file',
  },
  'admin-organization-full': { as: 'admin', path: '/admin/organizations/oxide?notice=invited' },
  'admin-organization-policy': {
    as: 'admin',
    path: '/admin/organizations/default/policy?session_lifetime=12%20hours&allowed_clients=doorcode-cli',
  },
  'admin-organization-new': { as: 'admin', path: '/admin/organizations/new?error=taken&slug=acme&name=Acme' },
  'admin-organization-disable': { as: 'admin', path: '/admin/organizations/oxide/disable' },
  'admin-members': { as: 'admin', path: '/admin/organizations/oxide/members' },
  'admin-member': {
    as: 'admin',
    path: ({ users }) => `/admin/organizations/oxide/members/${users.bare}?notice=last_owner`,
  },
  'admin-member-remove': {
    as: 'admin',
    path: ({ users }) => `/admin/organizations/oxide/members/${users.bare}/remove`,
  },
  'own-organizations': { as: 'newcomer', path: '/account/organizations' },
  'own-organization-leave': { as: 'newcomer', path: '/account/organizations/oxide/leave' },
  invitation: { as: 'newcomer', path: ({ invitation }) => invitation },
  'invitation-another': { as: 'resident', path: ({ invitation }) => invitation },
  'confirm-choose': { as: 'newcomer', path: ({ confirmChoose }) => confirmChoose },
  'confirm-none': { as: 'keeper', path: ({ confirmNone }) => confirmNone },
  'admin-keys': { as: 'admin', path: '/admin/organizations/default/keys' },
  'admin-key-new': { as: 'admin', path: '/admin/organizations/default/keys/new' },
  'admin-key': { as: 'admin', path: ({ keys }) => `/admin/api-keys/${keys.organization}` },
  'admin-users': { as: 'admin', path: '/admin/users' },
  'admin-users-nobody': { as: 'admin', path: '/admin/users?q=nobody%20at%20all' },
  'admin-user': { as: 'admin', path: ({ users }) => user(users.equipped) },
  'admin-user-reset': { as: 'admin', path: ({ users }) => `${user(users.bare)}?notice=reset` },
  'admin-user-self': { as: 'admin', path: ({ users }) => user(users.self) },
  'admin-reset-factors': { as: 'admin', path: ({ users }) => `${user(users.equipped)}/reset-factors` },
  'admin-user-disable': { as: 'admin', path: ({ users }) => `${user(users.bare)}/disable` },
  'admin-sessions': { as: 'admin', path: '/admin/sessions' },
  'admin-sessions-wrong': {
    as: 'admin',
    path: '/admin/sessions?network=x&unused_days=0&columns=person,organization,scopes,expires',
  },
  'admin-sessions-none': { as: 'admin', path: '/admin/sessions?user=nobody&notice=revoked&count=2' },
  'admin-session': { as: 'admin', path: ({ device }) => `/admin/sessions/${device}` },
  'admin-session-ended': { as: 'admin', path: ({ sessions }) => `/admin/sessions/${sessions.ended}` },
  'admin-sessions-revoke': {
    as: 'admin',
    path: ({ sessions, device }) => `/admin/sessions/revoke?session=${sessions.live}.${device}`,
  },
  'admin-sessions-revoke-all': {
    as: 'admin',
    path: '/admin/sessions/revoke?all=1&client=acme%2Fdeploy&unused_days=1',
  },
  'admin-revocation': { as: 'admin', path: ({ revocation }) => `/admin/sessions/revocations/${revocation}` },
  'admin-overview': { as: 'admin', path: '/admin' },
  'admin-overview-month': { as: 'admin', path: '/admin?range=30d' },
  'admin-audit': { as: 'admin', path: '/admin/audit' },
  'admin-audit-nothing': { as: 'admin', path: '/admin/audit?person=nobody@example.com&place=here' },
  'admin-audit-settings': { as: 'admin', path: '/admin/audit/settings?error=days&days=7' },
  'admin-audit-retention': { as: 'admin', path: '/admin/audit/settings/confirm?days=90' },
  'admin-webhooks': { as: 'admin', path: '/admin/webhooks' },
  'admin-webhook-new': {
    as: 'admin',
    path: '/admin/webhooks/new?error=insecure&url=http://hooks.example.com/&which=chosen',
  },
  'admin-webhook': { as: 'admin', path: `/admin/webhooks/${webhook}?notice=tested` },
  'admin-webhook-rotate': { as: 'admin', path: `/admin/webhooks/${webhook}/rotate` },
  'admin-webhook-delete': { as: 'admin', path: `/admin/webhooks/${webhook}/delete` },
  'admin-tokens': { as: 'admin', path: '/admin/tokens' },
  'admin-tokens-malformed': { as: 'admin', path: '/admin/tokens?outcome=malformed' },
  'admin-tokens-api-key': {
    as: 'admin',
    path: ({ keys }) => `/admin/tokens?outcome=api_key&key=${keys.own}`,
  },
  'admin-tokens-live': { as: 'admin', path: ({ sessions }) => lookedUp(sessions.live) },
  'admin-tokens-revoked': {
    as: 'admin',
    path: ({ sessions }) => `${lookedUp(sessions.ended)}&notice=revoked`,
  },
  'admin-tokens-expired': { as: 'admin', path: ({ sessions }) => lookedUp(sessions.expired) },
  'admin-tokens-blocked': { as: 'admin', path: ({ sessions }) => lookedUp(sessions.blocked) },
  'not-found': { as: 'nobody', path: '/nothing', status: 404 },
};

export async function setScene(server: RunningServer, database: Database, browser: Browser): Promise<Scene> {
  const contexts: [Who, BrowserContext][] = [];
  for (const who of everybody) contexts.push([who, await newContext(browser, server)]);
  const browsers = Object.fromEntries(contexts) as Record<Who, BrowserContext>;
  const { resident, newcomer, admin, careful, keeper, half, waiting } = browsers;
  const [ann, bob] = [await person(resident, server, 'ada.lovelace'), await person(newcomer, server, 'bob')];
  const request = async (who: FormPerson, name = 'Ann’s laptop', client_id = 'doorcode-cli') => {
    const device = await startDevice(
      server,
      { device_name: name, client_version: '2.1.0', client_id },
      { 'user-agent': 'acme-cli/2.1.0 (linux; x64)' },
    );
    return { device, entered: await enterByForm(who, device.user_code) };
  };
  const decided = async (decision: 'allow' | 'deny', name?: string) => {
    const { device, entered } = await request(ann, name);
    await decideByForm(ann, entered, decision);
    if (decision === 'allow') await poll(server, device.device_code);
    return entered;
  };

  const allowed = await decided('allow');
  await decided('allow', 'A build machine with a name as long as the device’s own claim may be, to the end');
  const denied = await decided('deny');
  const { entered: expired } = await request(ann);
  await database.query(
    "UPDATE device_grants SET expires_at = now() - interval '1 second' WHERE id = $1::uuid",
    [expired.request.split('.')[0]],
  );
  const { device, entered: other } = await request(ann);
  await decideByForm(bob, await enterByForm(bob, device.user_code), 'deny');
  const { entered: pending } = await request(ann);

  const margaret = await person(admin, server, 'margaret');
  const boss = margaret.email;
  await makeAdmin(database, boss);
  const [firstDevice] = await database.query<{ id: string }>(
    "SELECT id FROM sessions WHERE client_id = 'doorcode-cli' ORDER BY created_at LIMIT 1",
  );
  const sessions = await setSessions(database);
  const clientSecret = await setSecrets(database, margaret);
  const revocation = await addRevocation(database);
  await setWebhooks(database);
  const users = {
    ...{ equipped: await addEquipped(database), bare: await idOf(database, bob.email) },
    ...{ self: await idOf(database, boss) },
  };
  await requireFactor(database, bob.email);
  const { entered: forApi } = await request(ann, 'Build machine 7', 'acme/deploy');

  const grace = await person(careful, server, 'grace');
  await setUpAppByForms(grace);
  await person(half, server, grace.email);
  await bob.post('/account/security/authenticator/start', {});
  const hopper = await person(keeper, server, 'hopper');
  const passkey = await setPasskeys(database, hopper.email);
  await person(waiting, server, hopper.email);

  await addOrganizations(database, bob.email, hopper.email);
  const { entered: choosing } = await request(bob);
  const { entered: refused } = await request(hopper);
  await margaret.post('/admin/organizations/invitations/create', {
    ...{ organization: 'helix', email: bob.email, role: 'admin' },
  });
  const keys = await setKeys(database, ann.email);
  await grace.post('/account/keys/create', { name: 'Nightly report', expiry: '90', 'scope:profile': 'on' });

  const email = newAddress('grace');
  await bob.post('/login/email', { email, next: '/device' });
  // The resident in a second browser: a mail tells of it.
  await signInByForms(server, ann.email);
  const newEmail = newAddress('countess.of.lovelace');
  await ann.post('/account/security/email/change', { email: newEmail });
  const confirm = (entered: Entered) =>
    `/device/confirm?${new URLSearchParams({ request: entered.request })}`;
  const done = (entered: Entered) => `/device/done?${new URLSearchParams({ request: entered.request })}`;
  return {
    ...browsers,
    ...{ sessions, users, passkey, clientSecret, keys, revocation, device: firstDevice!.id },
    setUp: new URL(/http:\S+\/setup\?token=\S+/.exec(server.output())![0]).href,
    link: linkIn(await mailTo(server.dataDir, email)),
    notMe: linkIn(await mailTo(server.dataDir, ann.email, 'New sign-in')),
    newEmail: linkIn(await mailTo(server.dataDir, newEmail)),
    confirm: confirm(pending),
    confirmApi: confirm(forApi),
    ...{ confirmChoose: confirm(choosing), confirmNone: confirm(refused) },
    invitation: linkIn(await mailTo(server.dataDir, bob.email, 'Invitation')),
    done: { allowed: done(allowed), denied: done(denied), expired: done(expired), other: done(other) },
  };
}

/** Two passkeys of somebody whose second factor stays fresh while the pages are looked at. */
async function setPasskeys(database: Database, email: string): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO passkeys (id, user_id, credential_id, public_key, signature_counter, transports, synced, name,
                           created_at, last_used_at, last_used_ip, last_used_user_agent)
     SELECT gen_random_uuid(), u.id, sha256(p.name::bytea), '', 0, '{}', p.synced, p.name, now() - interval '30 days', p.used,
            '203.0.113.7', 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1'
       FROM users u, (VALUES ('Phone', true, now() - interval '2 hours'),
                             ('The security key that is in the drawer of the desk', false, NULL)) p (name, synced, used)
      WHERE u.email = $1 RETURNING id`,
    [email],
  );
  await database.query(
    `UPDATE browser_sessions b SET amr = '{swk,user,mfa}', second_factor_at = now() + interval '1 day'
       FROM users u WHERE u.id = b.user_id AND u.email = $1`,
    [email],
  );
  return row!.id;
}

/** What administrators look at: a client of a file, and a sign-in through it in every state. */
async function setSessions(database: Database): Promise<Scene['sessions']> {
  const client = 'acme/deploy';
  const add = async (changes: string) => {
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO sessions (id, user_id, client_id, organization_id, scopes, device_name, user_agent, ip,
                             authenticated_at, created_at, last_used_at, last_used_ip, expires_at)
       SELECT gen_random_uuid(), s.user_id, '${client}', s.organization_id, s.scopes, 'Build machine 7', s.user_agent,
              '203.0.113.7', s.created_at, now() - interval '3 days', now() - interval '2 hours', '203.0.113.9', s.expires_at
         FROM sessions s WHERE s.client_id = 'doorcode-cli' LIMIT 1 RETURNING id`,
    );
    await database.query(`UPDATE sessions SET ${changes} WHERE id = $1`, [row!.id]);
    return row!.id;
  };
  await database.query(
    `INSERT INTO clients (id, name, publisher, scopes, resources, token_prefix, access_token_format, dpop, managed_by_file)
     VALUES ('${client}', 'Acme Deploy', 'Acme GmbH', '{openid,offline_access,deploy:write}',
             '{https://api.acme.example/v1}', 'acme', 'jwt', 'required', true)`,
  );
  await database.query(
    `WITH acme AS (INSERT INTO organizations (id, slug, name, managed_by_file) VALUES (gen_random_uuid(), 'acme', 'Acme', true) RETURNING id),
          domains AS (INSERT INTO email_domains (domain, organization_id) SELECT unnest('{acme.example,acme.test}'::text[]), id FROM acme)
     INSERT INTO organization_issuers (organization_id, issuer, client_id, client_secret_encrypted, name, trusted_amr)
     SELECT id, 'https://id.acme.example', 'doorcode', '', 'Acme', '{mfa}' FROM acme`,
  );
  await database.query(
    "INSERT INTO clients (id, name, scopes, managed_by_file, disabled_at) VALUES ('old-tool', 'Old tool', '{openid}', true, now())",
  );
  return {
    live: await add('ip = ip'),
    ended: await add("revoked_at = now(), revoked_reason = 'revoked_by_admin'"),
    expired: await add("expires_at = now() - interval '1 hour'"),
    blocked: await add("client_id = 'old-tool'"),
  };
}

/** A client with two secrets, the newer of which its administrator has not copied yet. */
async function setSecrets(database: Database, admin: FormPerson): Promise<string> {
  await database.query(
    `INSERT INTO clients (id, name, publisher, scopes) VALUES ('report-tool', 'Report tool', 'Acme GmbH', '{openid}')`,
  );
  for (const days of ['30', ''])
    await admin.post('/admin/clients/form/add-secret', { client: 'report-tool', days });
  const html = await admin.get('/admin/clients/report-tool');
  return /remove-secret\?secret=([\w-]+)/.exec(html)![1]!;
}

/** Sessions that were revoked at once, by a filter. */
export async function addRevocation(database: Database): Promise<string> {
  const filter = {
    filter: {
      ...{
        state: 'live',
        users: null,
        clients: ['acme/deploy'],
        organizations: null,
        networks: ['203.0.113.0/24'],
      },
      ...{ createdFrom: null, createdTo: '2026-03-01T12:30:00.000Z', usedFrom: null, usedTo: null },
    },
    ...{
      within: null,
      beyond: null,
      by: { type: 'system', id: 'x', ip: null, network: null, requestId: 'x' },
    },
  };
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO bulk_revocations (id, filter, created_by_id, created_at, total, done, finished_at)
     VALUES (gen_random_uuid(), $1, gen_random_uuid(), now(), 12000, 11997, now()) RETURNING id`,
    [JSON.stringify(filter)],
  );
  return row!.id;
}

/** A webhook with deliveries in every state, none of them due; and one that was disabled since nothing arrived. */
async function setWebhooks(database: Database): Promise<void> {
  await database.query(
    `INSERT INTO webhook_endpoints (id, url, description, secret_encrypted, events, created_at, disabled_at, failing_since)
     VALUES ('${webhook}', 'https://hooks.example.com/doorcode', 'Security chat', '', '{signing_key.}', now(), NULL, NULL),
            (gen_random_uuid(), 'https://siem.example.com/services/collector/with/a/long/path/of/its/own', NULL, '', '{}',
             now() - interval '9 days', now() - interval '1 day', now() - interval '6 days')`,
  );
  await database.query(
    `INSERT INTO webhook_deliveries (id, endpoint_id, event_id, payload, created_at, attempts, next_attempt_at, delivered_at, last_attempt_at, last_status, last_error)
     SELECT gen_random_uuid(), '${webhook}', -n, '{"type": "signing_key.created"}', now() - n * interval '1 hour', n,
            CASE WHEN n = 2 THEN now() + interval '1 day' END, CASE WHEN n = 1 THEN now() END, now(),
            CASE n WHEN 1 THEN 204 WHEN 2 THEN 500 END, CASE n WHEN 2 THEN 'Internal Server Error' WHEN 14 THEN 'no answer within 10 seconds' END
       FROM unnest('{1,2,14}'::int[]) n`,
  );
}

/** Somebody who is signed in in this browser, and whose forms are sent without showing pages. */
async function person(context: BrowserContext, server: RunningServer, name: string): Promise<FormPerson> {
  const page = await context.newPage();
  const email = await signIn(page, server, name.includes('@') ? name : newAddress(name));
  await page.close();
  const send = async (path: string, form: Record<string, string>) => {
    const headers = { origin: server.url };
    const answer = await context.request.post(path, { form, headers, maxRedirects: 0 });
    return answer.headers().location ?? '';
  };
  const get = async (path: string) => (await context.request.get(path)).text();
  return { email, cookie: () => '', get, post: send };
}

/** API keys as they look after a while: one in use, one that has expired, and those of an organization. */
async function setKeys(database: Database, email: string): Promise<Scene['keys']> {
  const rows = await database.query<{ id: string; name: string }>(
    `INSERT INTO api_keys (id, hash, name, user_id, organization_id, scopes, hint, managed_by_file, created_at, expires_at, last_used_at)
     SELECT gen_random_uuid(), sha256(k.name::bytea), k.name, CASE WHEN k.own THEN u.id END, CASE WHEN NOT k.own THEN o.id END,
            k.scopes, k.hint, k.hint IS NULL, now() - interval '80 days', now() + k.expires, k.used
       FROM users u, organizations o,
            (VALUES ('Nightly report', true, '{profile,sessions:read,sessions:write}'::text[], 'dc_key_X7Ga', interval '10 days', now() - interval '5 minutes'),
                    ('An experiment of last year that nobody remembers', true, '{profile}', 'dc_key_91vB', interval '-1 day', NULL),
                    ('Billing service', false, '{introspect,people:read,sessions:read,audit:read}', 'dc_key_Qw0k', NULL, now() - interval '1 hour'),
                    ('gateway', false, '{introspect}', NULL, NULL, NULL)) k (name, own, scopes, hint, expires, used)
      WHERE u.email = $1 AND o.slug = 'default' RETURNING id, name`,
    [email],
  );
  const idOf = (name: string) => rows.find((row) => row.name === name)!.id;
  return { own: idOf('Nightly report'), organization: idOf('Billing service') };
}
