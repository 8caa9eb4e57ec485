import type { Browser, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { decodeJwt } from 'jose';
import { createClient, secretVariables } from './clients';
import { allRows } from './contents';
import type { Database, Postgres } from './database';
import { walkThroughFactors } from './factor-walk';
import { decide, newAddress } from './person';
import type { RunningServer } from './server';
import type { startSmtp } from './smtp';
import { deviceCodeGrant, poll, postForm, refresh, send, startDevice, userinfo } from './wire';

export type Flow = {
  /** By what each is. */
  secrets: Record<string, string>;
  pages: { path: string; html: string }[];
  /** Every row of every table, taken while the code was pending and at the end. */
  rows: string[];
};

const clientSecret = secretVariables.NEXT_CLIENT_SECRET;

/** Everything that a secret passes through: sign-in, device flow, refresh, factors, errors, an outage, sign-out. */
export async function walkThrough(given: {
  server: RunningServer;
  database: Database;
  postgres: Postgres;
  browser: Browser;
  smtp: Awaited<ReturnType<typeof startSmtp>>;
}): Promise<Flow> {
  const { server, database, postgres, browser, smtp } = given;
  const pages: Flow['pages'] = [];
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  // In one look, so that no page is taken for the one after it.
  const keep = () =>
    page
      .evaluate(() => ({ path: location.pathname, html: document.documentElement.outerHTML }))
      .then((shown) => pages.push(shown));
  page.on('load', () => keep().catch(() => 0));

  const client_id = await createClient(server, { secret: clientSecret });
  const authenticated = { client_id, client_secret: clientSecret };
  const device = await startDevice(server, authenticated);
  await page.goto(device.verification_uri_complete);
  await page.getByLabel('Email').fill(newAddress());
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await page.getByText('Check your mail').first().waitFor();
  await expect.poll(() => smtp.texts().length).toBe(1);
  const link = /https?:\/\/\S+login\/link\S+/.exec(smtp.texts()[0]!)![0];
  const rows = await allRows(database);
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();
  rows.push(...(await allRows(database)));
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL('**/device/done*');

  const first = (await poll(server, device.device_code, authenticated)).body as Record<string, string>;
  const second = (await refresh(server, first.refresh_token!, authenticated)).body as Record<string, string>;
  await userinfo(server, second.access_token!);
  const jwt = await connectWithJwt(server, page);
  const factors = await walkThroughFactors({ server, database, page, keep, texts: smtp.texts });
  rows.push(...factors.rows, ...(await allRows(database)));
  const secrets: Flow['secrets'] = {
    ...factors.secrets,
    'device code': device.device_code,
    'user code': device.user_code,
    'client secret': clientSecret,
    'sign-in link token': new URL(link).searchParams.get('token')!,
    'session cookie': (await context.cookies()).find(({ name }) => name.endsWith('session'))!.value,
    'access token': first.access_token!,
    'refresh token': first.refresh_token!,
    'successor access token': second.access_token!,
    'successor refresh token': second.refresh_token!,
    id_token: first.id_token!,
    'JWT access token': jwt.access_token!,
    'its jti': decodeJwt(jwt.access_token!).jti!,
  };
  await misuse(server, secrets, client_id);
  await page.goto('/account');
  await postgres.stop();
  await misuse(server, secrets, client_id);
  await page.goto('/account');
  await postgres.start();
  await expect.poll(async () => (await send(`${server.url}/health`)).status).toBe(200);
  for (const path of ['/', '/account', '/device', '/login', '/mailbox', '/nothing']) {
    await page.goto(path);
    await keep();
  }
  rows.push(...(await allRows(database)));
  await postForm(server, '/oauth2/revoke', { ...authenticated, token: second.refresh_token! });
  await misuse(server, secrets, client_id);
  rows.push(...(await allRows(database)));
  await context.close();
  return { secrets, pages, rows };
}

/** A second client, whose tokens are JWTs, allowed by the person who is signed in. */
async function connectWithJwt(server: RunningServer, page: Page): Promise<Record<string, string>> {
  const client_id = await createClient(server, { accessTokenFormat: 'jwt' });
  const device = await startDevice(server, { client_id });
  await decide(page, device.user_code, 'Allow');
  return (await poll(server, device.device_code, { client_id })).body as Record<string, string>;
}

/** Each secret where it does not belong, and where it is refused: errors are where they leak. */
async function misuse(server: RunningServer, secrets: Flow['secrets'], client_id: string): Promise<void> {
  const everywhere = async (value: string) => {
    const basic = { authorization: `Basic ${btoa(`${client_id}:${value}`)}` };
    await poll(server, value);
    await refresh(server, value);
    await userinfo(server, value);
    await postForm(server, '/oauth2/token', { grant_type: deviceCodeGrant, device_code: value }, basic);
    await postForm(server, '/oauth2/revoke', { token: value }, basic);
    await postForm(server, '/oauth2/introspection', { token: value }, basic);
    await postForm(server, '/oauth2/introspection', { token: value, client_id, client_secret: clientSecret });
    await postForm(server, '/oauth2/introspection', { token: 'x' }, { authorization: `Bearer ${value}` });
    await send(`${server.url}/oauth2/userinfo`, { headers: { authorization: `DPoP ${value}`, dpop: value } });
    await postForm(
      server,
      '/login/link/use',
      { email: 'a@example.com', token: value },
      { origin: server.url },
    );
    for (const path of ['/login/mfa/code', '/login/mfa/recovery', '/login/passkey'])
      await postForm(server, path, { code: value, response: value }, { origin: server.url });
    // Spoiled: as it is, one of them would sign everybody out.
    await postForm(server, '/login/not-me/end', { token: `${value}.` }, { origin: server.url });
    for (const path of ['/login/not-me', '/account/security/email/confirm'])
      await send(`${server.url}${path}?token=${value}`);
    await send(`${server.url}/oauth2/userinfo?access_token=${value}`);
    await send(`${server.url}/account?token=${value}`, { headers: { cookie: `doorcode.session=${value}` } });
    await send(`${server.url}/oauth2/token`, {
      method: 'POST',
      body: `{"client_id": ${value}`,
      headers: { 'content-type': 'application/json' },
    });
  };
  await Promise.all(Object.values(secrets).map(everywhere));
}
