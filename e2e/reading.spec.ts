import { afterTheTest, contentsOf } from './testing/contents';
import { getRoutes, pagePaths, postRoutes } from './testing/forms-of';
import { expect, test } from './testing/forms-test';
import { poll } from './testing/wire';

test('GET, HEAD and prefetch of every page and form change nothing', async ({
  server,
  database,
  prepared,
}) => {
  const { device, entered, link, setUp, person } = prepared;
  const queries = [
    new URLSearchParams({ ...Object.fromEntries(link.searchParams), request: entered.request }),
    new URLSearchParams({ user_code: device.user_code }),
    new URLSearchParams({ ...entered, token: setUp, decision: 'allow' }),
  ];
  const paths = new Set([...pagePaths, ...getRoutes, ...postRoutes.map(({ path }) => path)]);
  expect(paths.size).toBeGreaterThan(20);
  const until = afterTheTest();
  const before = await contentsOf(database, until);
  for (const path of paths)
    for (const method of ['GET', 'HEAD'])
      for (const query of queries) {
        const headers = { cookie: person.cookie(), 'sec-purpose': 'prefetch' };
        const url = `${server.url}${path.replace('[...nextauth]', 'callback/email')}?${query}`;
        const { status } = await fetch(url, { method, redirect: 'manual', headers });
        expect(status, `${method} ${path}?${query}`).toBeLessThan(500);
      }
  expect(await contentsOf(database, until)).toEqual(before);
  expect((await poll(server, device.device_code)).body.error).toBe('authorization_pending');
});

test('what reads for everybody carries no session: a protocol path sets no cookie', async ({
  server,
  prepared,
}) => {
  const headers = { cookie: prepared.person.cookie() };
  for (const path of [
    '/oauth2/jwks',
    '/oauth2/userinfo',
    '/oauth2/token',
    '/.well-known/openid-configuration',
    '/health',
  ])
    expect((await fetch(server.url + path, { headers })).headers.getSetCookie(), path).toEqual([]);
});
