import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/db/prisma';
import { sessionCookieName } from '@/lib/login/cookies';
import { adminForm, adminUpload, openForm } from '@/lib/login/form';
import { withDatabase } from '@/lib/testing/database';
import { createSignedInPerson } from '@/lib/testing/factories';
import { png } from '@/lib/testing/pictures';

withDatabase();
const fields = z.object({
  client: z.string().default(''),
  picture: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
});
const got: unknown[] = [];
const options = { permission: 'clients:write' as const, fields, returnTo: '/admin/clients' };
const upload = adminUpload(options, async ({ fields: sent }) => {
  got.push(sent);
  return { path: '/done' };
});
const ordinary = adminForm(options, async () => ({ path: '/done' }));

async function signedIn(role: 'user' | 'admin'): Promise<string> {
  const { userId, cookie } = await createSignedInPerson();
  const expires = new Date(Date.now() + 86_400_000);
  await prisma().user.update({ where: { id: userId }, data: { role } });
  await prisma().browserSession.updateMany({ where: { userId }, data: { expires, createdAt: new Date() } });
  return `${sessionCookieName()}=${cookie}`;
}

const request = (body: BodyInit, headers: Record<string, string>) =>
  new Request('http://localhost:3000/admin/clients/form/logo', {
    method: 'POST',
    headers: { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin', ...headers },
    body,
  });
const formOf = (...parts: [string, string | Blob][]): FormData => {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value as string);
  return form;
};
const file = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)], { type: 'text/html' });

describe('an upload', () => {
  test('brings its fields, and its file as bytes', async () => {
    const cookie = await signedIn('admin');
    const answer = await upload(request(formOf(['client', 'acme'], ['picture', file(png(3))]), { cookie }));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/done']);
    expect(got.pop()).toEqual({ client: 'acme', picture: Uint8Array.from(png(3)) });
    expect((await upload(request(new URLSearchParams({ client: 'acme' }), { cookie }))).status).toBe(303);
    expect(got.pop()).toEqual({ client: 'acme' });
    await upload(request(formOf(['client', 'acme'], ['picture', file(new Uint8Array())]), { cookie }));
    expect(got.pop(), 'no file was chosen').toEqual({ client: 'acme' });
  });

  test.each([
    ['from another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['of another type', { 'content-type': 'application/json' }, 415],
    ['without its boundary', { 'content-type': 'multipart/form-data' }, 400],
    ['with another boundary', { 'content-type': 'multipart/form-data; boundary=x' }, 400],
  ])('%s is refused', async (_what, headers, status) => {
    const cookie = await signedIn('admin');
    const answer = await upload(
      request(formOf(['client', 'acme']), { cookie, ...headers } as Record<string, string>),
    );
    expect(answer.status).toBe(status);
  });

  test('larger than 64 KiB is refused before it is parsed, with a page that says so', async () => {
    const cookie = await signedIn('admin');
    const answer = await upload(request(formOf(['picture', file(new Uint8Array(70_000))]), { cookie }));
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('48 KiB');
  });

  test('with a field twice, or one that PostgreSQL would refuse, is refused', async () => {
    const cookie = await signedIn('admin');
    for (const form of [formOf(['client', 'a'], ['client', 'b']), formOf(['client', 'a\0'])])
      expect((await upload(request(form, { cookie }))).status).toBe(400);
  });

  test('of nobody leads to the sign-in, of no administrator to nothing', async () => {
    const form = () => formOf(['client', 'acme'], ['picture', file(png())]);
    const stranger = await upload(request(form(), {}));
    expect(stranger.headers.get('location')).toBe('/login?next=%2Fadmin%2Fclients');
    expect((await upload(request(form(), { cookie: await signedIn('user') }))).status).toBe(403);
    expect(got).toEqual([]);
  });
});

test('other forms take no files', async () => {
  const cookie = await signedIn('admin');
  expect((await ordinary(request(formOf(['client', 'acme']), { cookie }))).status).toBe(415);
  const open = openForm(fields, async () => ({ path: '/done' }));
  expect((await open(request(formOf(['client', 'acme']), { cookie }))).status).toBe(415);
});
