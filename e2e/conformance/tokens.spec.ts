import * as oauth from 'oauth4webapi';
import { createClient } from '../testing/clients';
import { expect, test } from '../testing/database-test';
import { refusalOf, standardClient } from '../testing/oauth';
import { refresh, send, userinfo } from '../testing/wire';

/** RFC 6749 §5 and §6, OpenID Connect Core §2 and §5.3. */

test('the token answer has what §5.1 asks: type, lifetime, scope', async ({ connect }) => {
  const { tokens } = await connect({ scope: 'openid email' });
  expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'openid email' });
  expect(tokens.access_token).toMatch(/^dc_[0-9A-Za-z]{49}$/);
  expect(tokens.refresh_token).toMatch(/^dc_rt_[0-9A-Za-z]{49}$/);
});

test('the token answer is JSON that nobody may store', async ({ connect, server }) => {
  const { id, tokens } = await connect();
  const answer = await refresh(server, tokens.refresh_token!, { client_id: id });
  expect([answer.status, answer.body.token_type]).toEqual([200, 'Bearer']);
  expect(['content-type', 'cache-control', 'pragma'].map((name) => answer.headers.get(name))).toEqual([
    'application/json',
    'no-store',
    'no-cache',
  ]);
});

test('the id_token is signed by a key of the jwks and says who, for whom, when', async ({
  connect,
  server,
}) => {
  const { id, tokens } = await connect();
  const claims = oauth.getValidatedIdTokenClaims(tokens)!;
  expect(claims).toMatchObject({ iss: server.url, aud: id, email_verified: true });
  expect(claims.sub).toMatch(/^[\x21-\x7e]{1,255}$/);
  expect(claims.exp - claims.iat).toBe(3600);
  expect(Math.abs(claims.iat - Date.now() / 1000)).toBeLessThan(60);
  expect(claims.auth_time as number).toBeLessThanOrEqual(claims.iat);
});

test('without openid there is no id_token, and userinfo is insufficient_scope', async ({ connect }) => {
  const { standard, tokens } = await connect({ scope: 'email' });
  expect(tokens.id_token).toBeUndefined();
  expect(await refusalOf(standard.userinfo(tokens.access_token, oauth.skipSubjectCheck))).toMatchObject({
    error: 'insufficient_scope',
    status: 403,
    scheme: 'bearer',
  });
});

test('userinfo answers with the same sub, and only with what the scope covers', async ({ connect }) => {
  const { standard, tokens } = await connect({ scope: 'openid' });
  const { sub } = oauth.getValidatedIdTokenClaims(tokens)!;
  expect(await standard.userinfo(tokens.access_token, sub)).toEqual({ sub });
});

test('userinfo answers GET and POST alike', async ({ connect, server }) => {
  const { tokens } = await connect();
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  const [get, post] = [
    await userinfo(server, tokens.access_token),
    await send(`${server.url}/oauth2/userinfo`, { method: 'POST', headers }),
  ];
  expect([get.status, get.headers.get('content-type'), get.body.email_verified]).toEqual([
    200,
    'application/json',
    true,
  ]);
  expect([post.status, post.body]).toEqual([200, get.body]);
});

test('userinfo without a live token is 401 with a Bearer challenge', async ({ server }) => {
  const standard = await standardClient(server);
  for (const token of ['x', `dc_${'0'.repeat(49)}`])
    expect(await refusalOf(standard.userinfo(token, oauth.skipSubjectCheck))).toMatchObject({
      error: 'invalid_token',
      status: 401,
      scheme: 'bearer',
    });
});

test('an access token past its lifetime is invalid_token', async ({ connect, database }) => {
  const { id, standard, tokens } = await connect();
  await database.query(
    'UPDATE access_tokens SET expires_at = now() WHERE session_id IN (SELECT id FROM sessions WHERE client_id = $1)',
    [id],
  );
  expect((await refusalOf(standard.userinfo(tokens.access_token, oauth.skipSubjectCheck))).error).toBe(
    'invalid_token',
  );
});

test('a refresh rotates: new tokens, the same person, and the id_token again', async ({ connect }) => {
  const { standard, tokens } = await connect();
  const next = await standard.refresh(tokens.refresh_token!);
  expect(next.refresh_token).not.toBe(tokens.refresh_token);
  expect(next.access_token).not.toBe(tokens.access_token);
  const [before, after] = [tokens, next].map((one) => oauth.getValidatedIdTokenClaims(one)!);
  expect(after).toMatchObject({
    iss: before!.iss,
    sub: before!.sub,
    aud: before!.aud,
    auth_time: before!.auth_time,
  });
  await standard.userinfo(next.access_token, before!.sub);
});

test('a refresh whose answer was lost may be sent again and gives the same tokens', async ({ connect }) => {
  const { standard, tokens } = await connect();
  const [one, again] = [
    await standard.refresh(tokens.refresh_token!),
    await standard.refresh(tokens.refresh_token!),
  ];
  expect([again.refresh_token, again.access_token]).toEqual([one.refresh_token, one.access_token]);
  expect((await standard.refresh(again.refresh_token!)).refresh_token).not.toBe(again.refresh_token);
});

test('a refresh token used again after 10 seconds ends every token of its family', async ({
  connect,
  database,
}) => {
  const { id, standard, tokens } = await connect();
  const next = await standard.refresh(tokens.refresh_token!);
  await database.query(
    "UPDATE refresh_tokens SET used_at = used_at - interval '11 s' WHERE session_id IN (SELECT id FROM sessions WHERE client_id = $1)",
    [id],
  );
  for (const token of [tokens, next])
    expect((await refusalOf(standard.refresh(token.refresh_token!))).error).toBe('invalid_grant');
  for (const token of [tokens, next])
    expect((await refusalOf(standard.userinfo(token.access_token, oauth.skipSubjectCheck))).status).toBe(401);
  const audit = await database.query('SELECT FROM audit_events WHERE action = $1 AND client_id = $2', [
    'refresh_token.reused',
    id,
  ]);
  expect(audit).toHaveLength(1);
});

test('a refresh may narrow the scope of its access token', async ({ connect }) => {
  const { standard, tokens } = await connect();
  const narrow = await standard.refresh(tokens.refresh_token!, { scope: 'openid' });
  expect(narrow.scope).toBe('openid');
  const { sub } = oauth.getValidatedIdTokenClaims(narrow)!;
  expect(await standard.userinfo(narrow.access_token, sub)).toEqual({ sub });
  const wide = await standard.refresh(narrow.refresh_token!);
  expect(wide.scope).toContain('email'); // §6: omitted means as granted originally
});

test('a refresh that asks for more than was granted is invalid_scope, and uses nothing up', async ({
  connect,
}) => {
  const { standard, tokens } = await connect({ scope: 'openid' });
  expect(await refusalOf(standard.refresh(tokens.refresh_token!, { scope: 'openid email' }))).toMatchObject({
    error: 'invalid_scope',
    status: 400,
  });
  expect((await standard.refresh(tokens.refresh_token!)).scope).toBe('openid');
});

test('another client’s refresh token is invalid_grant, and is not spoiled by the try', async ({
  connect,
  server,
}) => {
  const { standard, tokens } = await connect();
  const thief = await standardClient(server, await createClient(server));
  expect((await refusalOf(thief.refresh(tokens.refresh_token!))).error).toBe('invalid_grant');
  expect((await standard.refresh(tokens.refresh_token!)).access_token).toBeTruthy();
});

test('a refresh token past its idle time is invalid_grant', async ({ connect, database }) => {
  const { id, standard, tokens } = await connect();
  await database.query(
    'UPDATE refresh_tokens SET expires_at = now() WHERE session_id IN (SELECT id FROM sessions WHERE client_id = $1)',
    [id],
  );
  expect((await refusalOf(standard.refresh(tokens.refresh_token!))).error).toBe('invalid_grant');
});

test('a client that may not refresh gets no refresh token', async ({ connect }) => {
  const { standard, tokens } = await connect({ refresh: false });
  expect(tokens.refresh_token).toBeUndefined();
  expect((await refusalOf(standard.refresh('x'))).error).toBe('unauthorized_client');
});
