import { beforeEach, describe, expect, test, vi } from 'vitest';
import { systemContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { purge, purgeEndedSessions } from '@/lib/db/purge';
import { readImage } from '@/lib/images/read';
import type { StoredImage } from '@/lib/images/rules';
import { openProvider } from '@/lib/login/auth-provider';
import { findPerson } from '@/lib/login/browser-session';
import { sessionCookieName } from '@/lib/login/cookies';
import { offersPasskeySignIn, signInWithPasskey } from '@/lib/login/passkey-sign-in';
import { startProviderSignIn } from '@/lib/login/provider-sign-in';
import { offeredProviders } from '@/lib/login/providers';
import { consumeSignInLink, requestSignInLink } from '@/lib/login/sign-in-link';
import * as mail from '@/lib/mail/send';
import { brandCss, brandCssPath } from '@/lib/settings/brand-css';
import { siteName } from '@/lib/settings/branding';
import { changeSettings } from '@/lib/settings/change';
import { describeChangesSince, describeSettings } from '@/lib/settings/describe';
import { isMethodOn } from '@/lib/settings/methods';
import { forgetSettings, readSettings } from '@/lib/settings/read';
import { defaultSettings, type SignInMethod } from '@/lib/settings/schema';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import {
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  platformAdmin,
  start,
} from '@/lib/testing/factories';
import { png } from '@/lib/testing/pictures';

withDatabase();
const sent = vi.spyOn(mail, 'sendMail').mockResolvedValue();
const admin = contextOf(platformAdmin);
const providers = {
  ...{ AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret' },
  ...{ AUTH_GOOGLE_ID: 'id', AUTH_GOOGLE_SECRET: 'secret' },
};
const off = (...methods: SignInMethod[]) =>
  changeSettings(admin, { section: 'signIn', value: { off: methods }, version: null });
const audited = () =>
  prisma().auditEvent.findMany({ where: { action: 'settings.changed' }, orderBy: { id: 'asc' } });

beforeEach(async () => {
  setTestEnv(providers);
  await prisma().setting.deleteMany();
  await prisma().auditEvent.deleteMany();
  await prisma().user.deleteMany();
  forgetSettings();
  sent.mockClear();
});

const makeAdmin = async (more: { github?: boolean; passkey?: boolean; verified?: boolean } = {}) => {
  const person = await createSignedInPerson();
  await prisma().user.update({
    where: { id: person.userId },
    data: {
      role: 'admin',
      emailVerified: more.verified === false ? null : start,
      ...(more.github && {
        accounts: { create: { provider: 'github', providerAccountId: person.userId, type: 'oauth' } },
      }),
    },
  });
  return person;
};

describe('saving', () => {
  test('without a save they are the defaults; a save is audited with what it changed', async () => {
    expect(await readSettings()).toEqual(defaultSettings);
    const value = { name: 'Acme', accentLight: '#112233' };
    expect(await changeSettings(admin, { section: 'branding', value, version: 0 })).toBe('changed');
    expect((await readSettings()).branding).toEqual({ ...defaultSettings.branding, ...value });
    expect(siteName()).toBe('Acme (localhost:3000)');
    expect(await changeSettings(admin, { section: 'branding', value, version: 1 })).toBe('unchanged');
    expect(await audited()).toMatchObject([
      {
        targetType: 'settings',
        targetId: 'branding',
        detail: { version: 1, changes: { name: { from: 'Doorcode', to: 'Acme' } } },
      },
    ]);
  });

  test('a form that was loaded before another’s save is refused, and told what that changed', async () => {
    await changeSettings(admin, { section: 'branding', value: { name: 'One' }, version: 0 });
    await changeSettings(admin, { section: 'branding', value: { name: 'Two' }, version: 1 });
    const late = await changeSettings(admin, {
      section: 'branding',
      value: { accentLight: '#112233' },
      version: 0,
    });
    expect(late).toBe('conflict');
    expect((await describeSettings(admin)).settings.branding).toMatchObject({
      name: 'Two',
      accentLight: '#3451d1',
    });
    expect(await describeChangesSince(admin, 'branding', 0)).toEqual({
      name: { from: 'Doorcode', to: 'Two' },
    });
    expect(await describeChangesSince(admin, 'branding', 1)).toEqual({ name: { from: 'One', to: 'Two' } });
    expect(
      await changeSettings(admin, { section: 'policy', value: { sessionsKeptDays: 9 }, version: 0 }),
    ).toBe('changed');
  });

  test('20 saves of one version at once: one wins', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        changeSettings(admin, { section: 'branding', value: { name: `Acme ${i}` }, version: 0 }),
      ),
    );
    expect(all.filter((one) => one === 'changed')).toHaveLength(1);
    expect(all.filter((one) => one === 'conflict')).toHaveLength(19);
    expect(await audited()).toHaveLength(1);
  });

  test('another node’s save is known here within a second, and the storage is not asked each time', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    expect((await readSettings()).branding.name).toBe('Doorcode');
    const value = JSON.stringify({ version: 1, value: { name: 'Elsewhere' } });
    await prisma().setting.create({ data: { key: 'settings.branding', value } });
    vi.advanceTimersByTime(500);
    expect((await readSettings()).branding.name).toBe('Doorcode');
    vi.advanceTimersByTime(500);
    expect((await readSettings()).branding.name).toBe('Elsewhere');
    vi.useRealTimers();
  });
});

describe('ways to sign in', () => {
  test('one stays on, and one with which an administrator can sign in', async () => {
    await makeAdmin();
    expect(await off('github', 'google', 'passkey', 'email')).toBe('none_left');
    expect(await off('email'), 'no administrator has used another').toBe('no_admin_left');
    expect(await off('github', 'google', 'passkey')).toBe('changed');
    expect(await prisma().user.deleteMany()).toMatchObject({ count: 1 });
    await makeAdmin({ github: true, verified: false });
    expect(await off('github'), 'a link opens no account that a provider made').toBe('no_admin_left');
    expect(await off('email', 'passkey')).toBe('changed');
    await prisma().user.updateMany({ data: { disabledAt: start } });
    expect(await off('google')).toBe('no_admin_left');
  });

  test('one that is not configured is none that is left', async () => {
    await makeAdmin({ github: true });
    setTestEnv();
    expect(await off('email', 'passkey')).toBe('none_left');
  });

  test('an administrator whose organization’s issuer signs them in needs none of them', async () => {
    const { email } = await makeAdmin();
    await prisma().organization.create({
      data: {
        id: '00000000-0000-7000-8000-000000000001',
        slug: 'acme',
        name: 'Acme',
        emailDomains: { create: { domain: email.split('@')[1]! } },
        issuer: {
          create: {
            issuer: 'https://id.example',
            clientId: 'x',
            clientSecretEncrypted: Uint8Array.from([0]),
            name: 'Acme',
          },
        },
      },
    });
    expect(await off('email', 'passkey')).toBe('changed');
    await prisma().organization.delete({ where: { slug: 'acme' } });
  });

  test('of e-mailed links: none is sent, and none that was sent signs in', async () => {
    await makeAdmin({ github: true });
    const request = new Request('http://localhost:3000/login/email', { method: 'POST' });
    const ask = () =>
      requestSignInLink(contextAt(start), request, { email: 'ada@example.com', next: '/', browser: 'b' });
    expect(await ask()).toBe('sent');
    const link = new URL(/http\S+/.exec(sent.mock.calls[0]![0].text)![0]).searchParams;
    await off('email');
    sent.mockClear();
    expect(await ask()).toBe('off');
    expect(sent).not.toHaveBeenCalled();
    const use = () => consumeSignInLink(request, { email: 'ada@example.com', token: link.get('token')! });
    expect(await use()).toBeNull();
    expect(await prisma().user.count({ where: { email: 'ada@example.com' } })).toBe(0);
  });

  test('of a provider: it is not offered, neither begun nor finished', async () => {
    await makeAdmin();
    expect((await offeredProviders()).map(({ id }) => id)).toEqual(['github', 'google']);
    await off('github');
    expect((await offeredProviders()).map(({ id }) => id)).toEqual(['google']);
    expect(await openProvider('github')).toBeNull();
    expect(await openProvider('google')).not.toBeNull();
    const request = new Request('http://localhost:3000/login/provider', { method: 'POST' });
    const next = await startProviderSignIn(request, { provider: 'github', next: '/' });
    expect('path' in next && next.path).toContain('error=no_provider');
  });

  test('of passkeys: not offered, and a proof signs nobody in', async () => {
    await makeAdmin();
    expect(await offersPasskeySignIn()).toBe(true);
    await off('passkey');
    expect(await offersPasskeySignIn()).toBe(false);
    expect(await signInWithPasskey(contextAt(start), 'b', '{}')).toEqual({ outcome: 'off' });
  });
});

describe('policy', () => {
  const required = async (person: { cookie: string }) => {
    const headers = new Headers({ cookie: `${sessionCookieName()}=${person.cookie}` });
    return (await findPerson(contextAt(start), headers))!.secondFactorRequired !== null;
  };
  const decide = (adminSecondFactor: 'optional' | 'required') =>
    changeSettings(admin, { section: 'policy', value: { adminSecondFactor }, version: null });

  test('a second factor of administrators: as saved, of nobody else; a variable that is set decides', async () => {
    const [boss, user] = [await makeAdmin(), await createSignedInPerson()];
    expect(await required(boss)).toBe(false);
    await decide('required');
    expect([await required(boss), await required(user)]).toEqual([true, false]);
    setTestEnv({ ADMIN_SECOND_FACTOR: 'optional' });
    expect(await required(boss)).toBe(false);
    await decide('optional');
    setTestEnv({ ADMIN_SECOND_FACTOR: 'required' });
    expect(await required(boss)).toBe(true);
  });

  test('sessions that ended before then are deleted with what hangs on them; live ones never', async () => {
    const client = await createClient();
    const person = await createSignedInPerson();
    for (let i = 0; i < 3; i++) await createTokens(client, person);
    const [old, young] = await prisma().session.findMany({ where: { userId: person.userId } });
    await prisma().session.update({ where: { id: old!.id }, data: { revokedAt: later(10) } });
    await prisma().session.update({ where: { id: young!.id }, data: { revokedAt: later(30) } });
    await purgeEndedSessions(later(20));
    const left = await prisma().session.findMany({ where: { userId: person.userId } });
    expect(left).toHaveLength(2);
    expect(left.map(({ id }) => id)).not.toContain(old!.id);
  });
});

describe('branding', () => {
  test('the logo of the server is kept while it is shown', async () => {
    const image = readImage(png(9)) as StoredImage;
    const logo = image.hash.toString('hex');
    await changeSettings(admin, { section: 'branding', value: { logo }, version: null, image });
    await purge(later(7_200));
    expect(await prisma().image.count()).toBe(1);
    await changeSettings(admin, { section: 'branding', value: { logo: null }, version: null });
    await purge(later(7_200));
    expect(await prisma().image.count()).toBe(0);
  });

  test('our own colours need no stylesheet; others are one, under an address of its content', () => {
    const { branding } = defaultSettings;
    expect(brandCss(branding)).toBeNull();
    const green = { ...branding, accentLight: '#116633' };
    expect(brandCss(green)).toContain('--color-accent:#116633');
    expect(brandCssPath(green)).toMatch(/^\/brand\.css\?v=[0-9a-f]{16}$/);
    expect(brandCssPath({ ...green, name: 'Other' })).toBe(brandCssPath(green));
    expect(brandCssPath({ ...green, accentDark: '#77cc99' })).not.toBe(brandCssPath(green));
  });
});

test('where what was left on is taken from the environment, everything is on: nobody is locked out for ever', async () => {
  await makeAdmin({ github: true });
  expect(await off('email', 'google', 'passkey')).toBe('changed');
  forgetSettings();
  expect(await isMethodOn('email')).toBe(false);
  setTestEnv({});
  expect(await isMethodOn('email')).toBe(true);
  // And by command, whatever else: `npm run sign-in:reset`.
  setTestEnv(providers);
  const all = { section: 'signIn' as const, value: { off: [] }, version: null };
  await prisma().user.deleteMany();
  expect(await changeSettings(systemContext(start), all)).toBe('changed');
});
