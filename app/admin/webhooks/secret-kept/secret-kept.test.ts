import { expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson } from '@/lib/testing/factories';
import { readNewSecret, rememberNewSecret } from '@/lib/webhooks/new-secret-cookie';
import { POST } from './route';

withDatabase();
const webhook = '00000000-0000-7000-8000-000000000001';

test('whoever says that they have the secret is not shown it again', async () => {
  const person = await createSignedInPerson();
  const now = new Date();
  await prisma().browserSession.updateMany({
    data: { createdAt: now, expires: new Date(now.getTime() + 60_000) },
  });
  await prisma().user.updateMany({ data: { role: 'admin' } });
  const ctx = contextAt(now);
  const cookie = rememberNewSecret(ctx, person, webhook, 'whsec_x').split(';')[0]!;
  const read = (sent: string) => readNewSecret(ctx, person, webhook, new Headers({ cookie: sent }));
  expect(read(cookie)).toBe('whsec_x');

  const answer = await POST(
    new Request('http://localhost:3000/admin/webhooks/secret-kept', {
      method: 'POST',
      headers: {
        cookie: `doorcode.session=${person.cookie}; ${cookie}`,
        origin: 'http://localhost:3000',
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams({ webhook }),
    }),
  );
  expect(answer.headers.get('location')).toBe(`/admin/webhooks/${webhook}?notice=secret_kept`);
  const [set] = answer.headers.getSetCookie();
  expect(set).toMatch(/Max-Age=0/);
  expect(set!.split('=')[0]).toBe(cookie.split('=')[0]);
  expect(read(set!.split(';')[0]!)).toBeNull();
});
