import { beforeAll, describe, expect, test } from 'vitest';
import { authenticateClient } from '@/lib/clients/authenticate';
import { prisma } from '@/lib/db/prisma';
import type { OAuthError } from '@/lib/oauth/errors';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createClient, start } from '@/lib/testing/factories';

withDatabase();
const secret = 'p+ss:w%rd ä';
beforeAll(async () => {
  await createClient({ id: 'public-cli' });
  await createClient({ id: 'server app' }, secret);
});

const base64 = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const outcome = (authorization: string | null, parameters: Record<string, string>) =>
  authenticateClient(
    contextAt(start),
    new Request('http://x/', { method: 'POST', headers: authorization === null ? {} : { authorization } }),
    new Map(Object.entries(parameters)),
  ).then(
    (client) => client.id,
    (error: OAuthError) => error.code,
  );

describe('a public client', () => {
  test.each([
    ['names itself', null, { client_id: 'public-cli' }, 'public-cli'],
    ['may send a dummy secret', null, { client_id: 'public-cli', client_secret: 'x' }, 'public-cli'],
    ['may use Basic with an empty secret', base64('public-cli:'), {}, 'public-cli'],
    ['may encode its name', base64('public%2Dcli:'), {}, 'public-cli'],
    ['must name itself', null, {}, 'invalid_request'],
    ['must exist', null, { client_id: 'nobody' }, 'invalid_client'],
    ['cannot be two', base64('public-cli:'), { client_id: 'server app' }, 'invalid_request'],
  ])('%s', async (_promise, authorization, parameters, expected) => {
    expect(await outcome(authorization, parameters as Record<string, string>)).toBe(expected);
  });
});

describe('a confidential client', () => {
  test.each([
    [
      'proves itself with client_secret_post',
      null,
      { client_id: 'server app', client_secret: secret },
      'server app',
    ],
    ['with client_secret_basic, raw', base64(`server app:${secret}`), {}, 'server app'],
    [
      'with client_secret_basic, form-encoded (RFC 6749 §2.3.1)',
      base64(`server+app:${encodeURIComponent(secret)}`),
      {},
      'server app',
    ],
    ['and may repeat its name', base64(`server app:${secret}`), { client_id: 'server app' }, 'server app'],
    ['a wrong secret fails', null, { client_id: 'server app', client_secret: 'wrong' }, 'invalid_client'],
    ['no secret fails', null, { client_id: 'server app' }, 'invalid_client'],
    ['an empty one fails', base64('server app:'), {}, 'invalid_client'],
    [
      'two ways at once are refused',
      base64(`server app:${secret}`),
      { client_secret: secret },
      'invalid_request',
    ],
    ['a header that is not Basic’s form fails', 'Basic !!!', { client_id: 'public-cli' }, 'invalid_client'],
  ])('%s', async (_promise, authorization, parameters, expected) => {
    expect(await outcome(authorization, parameters as Record<string, string>)).toBe(expected);
  });

  test('a disabled client is as unknown as any', async () => {
    await createClient({ id: 'gone', disabledAt: start });
    expect(await outcome(null, { client_id: 'gone' })).toBe('invalid_client');
  });

  test('a client whose secrets have all expired does not become public', async () => {
    await createClient({ id: 'expired' }, 'old');
    await prisma().clientSecret.updateMany({ where: { clientId: 'expired' }, data: { expiresAt: start } });
    expect(await outcome(null, { client_id: 'expired' })).toBe('invalid_client');
    expect(await outcome(null, { client_id: 'expired', client_secret: 'old' })).toBe('invalid_client');
  });
});
