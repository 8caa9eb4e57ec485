import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/db/prisma';
import { adminForm, openForm, personForm } from '@/lib/login/form';
import { withDatabase } from '@/lib/testing/database';
import { createSignedInPerson } from '@/lib/testing/factories';

withDatabase();
const fields = z.object({ name: z.string().max(5) });
const open = openForm(fields, async ({ fields }) => ({ path: `/done?name=${fields.name}` }));
const closed = personForm({ fields, returnTo: '/account' }, async ({ person, ctx }) => ({
  path: `/${person.email}/${ctx.actor.type}`,
}));

const own = {
  'content-type': 'application/x-www-form-urlencoded',
  origin: 'http://localhost:3000',
  'sec-fetch-site': 'same-origin',
};
const post = (headers: Record<string, string>, body = 'name=ann') =>
  new Request('http://x/', { method: 'POST', headers, body });

describe('the guard of every form', () => {
  test.each([
    ['our own page', own, 303],
    ['our own page under no-referrer, whose Origin is null', { ...own, origin: 'null' }, 303],
    ['an old browser that tells Origin alone', { ...own, 'sec-fetch-site': undefined }, 303],
    ['another origin', { ...own, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another origin that claims to be the same site', { ...own, origin: 'https://evil.example' }, 403],
    ['a sibling subdomain', { ...own, origin: 'null', 'sec-fetch-site': 'same-site' }, 403],
    ['an address typed by hand', { ...own, origin: 'null', 'sec-fetch-site': 'none' }, 403],
    ['nobody says whence', { 'content-type': own['content-type'] }, 403],
    ['JSON', { ...own, 'content-type': 'application/json' }, 415],
  ])('%s', async (_from, headers, status) => {
    const sent = Object.fromEntries(
      Object.entries(headers).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    expect((await open(post(sent))).status).toBe(status);
  });

  test.each([
    ['a field too long', 'name=abcdef', 400],
    ['a missing field', '', 400],
    ['a repeated field', 'name=a&name=b', 400],
    ['NUL', 'name=%00', 400],
    ['a body over 64 KiB', `name=${'x'.repeat(70_000)}`, 413],
  ])('%s is refused, and changes nothing', async (_what, body, status) => {
    expect((await open(post(own, body))).status).toBe(status);
  });
});

describe('a form for signed-in people', () => {
  let cookie: string;
  let userId: string;
  beforeAll(async () => {
    const person = await createSignedInPerson('ann@example.com');
    await prisma().browserSession.updateMany({
      data: { createdAt: new Date(), expires: new Date(Date.now() + 60_000) },
    });
    ({ cookie, userId } = person);
  });
  const location = async (value: string) =>
    (await closed(post({ ...own, cookie: value }))).headers.get('location');

  test('acts as the person of the cookie', async () => {
    expect(await location(`other=1; doorcode.session=${cookie}`)).toBe('/ann@example.com/person');
  });

  test.each(['', 'doorcode.session=', 'doorcode.session=forged', 'other=1'])(
    'leads anybody else (%j) to sign in and back',
    async (value) => {
      expect(await location(value)).toBe('/login?next=%2Faccount');
    },
  );

  test('a bearer token is nobody', async () => {
    const answer = await closed(post({ ...own, authorization: `Bearer ${cookie}` }));
    expect(answer.headers.get('location')).toBe('/login?next=%2Faccount');
  });

  test('a disabled person is signed out at once', async () => {
    await prisma().user.update({ where: { id: userId }, data: { disabledAt: new Date() } });
    expect(await location(`doorcode.session=${cookie}`)).toBe('/login?next=%2Faccount');
  });
});

describe('a form for administrators', () => {
  let handled = 0;
  const forAdmins = adminForm(
    { permission: 'clients:write', fields, returnTo: '/admin' },
    async ({ person }) => {
      handled += 1;
      return { path: `/${person.role}` };
    },
  );
  const send = (cookie: string) => forAdmins(post({ ...own, cookie: `doorcode.session=${cookie}` }));

  test('leads nobody to sign in and back, and answers other people 403', async () => {
    const { cookie } = await createSignedInPerson();
    await prisma().browserSession.updateMany({ data: { expires: new Date(Date.now() + 60_000) } });
    expect((await send('forged')).headers.get('location')).toBe('/login?next=%2Fadmin');
    const refused = await send(cookie);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('You may not see this page');
    expect(handled).toBe(0);
  });

  test('acts for an administrator, until they are one no more', async () => {
    const { cookie, userId } = await createSignedInPerson();
    const [createdAt, expires] = [new Date(), new Date(Date.now() + 60_000)];
    await prisma().browserSession.updateMany({ data: { createdAt, expires } });
    await prisma().user.update({ where: { id: userId }, data: { role: 'admin' } });
    expect((await send(cookie)).headers.get('location')).toBe('/admin');
    await prisma().user.update({ where: { id: userId }, data: { role: 'user' } });
    expect((await send(cookie)).status).toBe(403);
    expect(handled).toBe(1);
  });

  describe('asks for what is fresh, and comes back with what was sent', () => {
    const keeping = adminForm(
      { permission: 'clients:write', fields, returnTo: ({ name }) => `/admin?name=${name}` },
      async () => ({
        path: '/done',
      }),
    );
    const admin = async (session: object, factor = false) => {
      const { cookie, userId } = await createSignedInPerson();
      await prisma().user.update({ where: { id: userId }, data: { role: 'admin' } });
      const expires = new Date(Date.now() + 60_000);
      await prisma().browserSession.updateMany({ where: { userId }, data: { expires, ...session } });
      const [secretEncrypted, createdAt] = [Uint8Array.from([1]), new Date()];
      if (factor)
        await prisma().authenticator.create({
          data: { userId, secretEncrypted, createdAt, lastUsedStep: 0n },
        });
      return (await keeping(post({ ...own, cookie: `doorcode.session=${cookie}` }))).headers.get('location');
    };
    const [now, before] = [new Date(), new Date(Date.now() - 601_000)];
    const [amr, next] = [['email', 'otp', 'mfa'], 'next=%2Fadmin%3Fname%3Dann'];

    test.each([
      ['a sign-in of just now', { createdAt: now }, false, '/done'],
      ['a sign-in of eleven minutes ago', { createdAt: before }, false, `/login?${next}&again=1`],
      ['a factor of just now', { createdAt: before, amr, secondFactorAt: now }, true, '/done'],
      [
        'a factor of eleven minutes ago',
        { createdAt: now, amr, secondFactorAt: before },
        true,
        `/login/mfa?${next}&again=1`,
      ],
      ['a sign-in of just now, where a factor is due', { createdAt: now }, true, `/login/mfa?${next}`],
    ])('%s', async (_what, session, factor, location) => expect(await admin(session, factor)).toBe(location));

    test('and a form that changes factors does the same for anybody', async () => {
      const { cookie, userId } = await createSignedInPerson();
      const form = personForm({ fields, returnTo: '/account', fresh: true }, async () => ({ path: '/done' }));
      const go = async (createdAt: Date) => {
        const expires = new Date(Date.now() + 60_000);
        await prisma().browserSession.updateMany({ where: { userId }, data: { createdAt, expires } });
        const answer = await form(post({ ...own, cookie: `doorcode.session=${cookie}` }));
        return answer.headers.get('location');
      };
      expect(await go(now)).toBe('/done');
      expect(await go(before)).toBe('/login?next=%2Faccount&again=1');
    });
  });
});
