import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { pool } from '@/lib/db/pool';
import { forgetKeys } from '@/lib/keys/ring';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  createApprovedDevice,
  createClient,
  createSignedInPerson,
  createTokens,
  redeem,
  refresh,
  start,
} from '@/lib/testing/factories';

/**
 * What is committed is answered (I7): the storage fails for good right after the statement that stores the tokens, and
 * what was read of the keys has become too old while that statement waited for a lock.
 */
const storing = ['claim_device_grant', 'rotate_refresh_token', 'insert_access_token'];
const after = vi.hoisted(() => ({ last: null as string | null, fail: () => {} }));
vi.mock('@/lib/db/pool', async (original) => {
  const actual = await original<typeof import('@/lib/db/pool')>();
  const runStatement: typeof actual.runStatement = async (name, text, values) => {
    const rows = await actual.runStatement(name, text, values);
    if (name === after.last) after.fail();
    return rows as never;
  };
  return { ...actual, runStatement };
});

withDatabase();
let client: Client;
let person: Person;
beforeAll(async () => {
  const api = { scopes: ['openid', 'email', 'a'], resources: ['https://api.example.com'] };
  client = await createClient({ ...api, accessTokenFormat: 'jwt' });
  person = await createSignedInPerson();
});
afterEach(() => {
  after.last = null;
  vi.restoreAllMocks();
});

const lostAfter = (statement: string): void => {
  after.last = statement;
  after.fail = () => {
    forgetKeys();
    vi.spyOn(pool(), 'connect').mockImplementation((told?: unknown) => {
      const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      return (typeof told === 'function' ? told(gone) : Promise.reject(gone)) as never;
    });
  };
};
const jwt = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);

test.each(storing)('nothing is asked of the database after %s', async (statement) => {
  const answer = await attempts[statement]!();
  expect(pool().connect, 'the storage has failed').toHaveProperty('mock');
  expect(answer).toMatchObject({ accessToken: jwt, idToken: jwt, refreshToken: expect.any(String) });
});

const attempts: Record<string, () => Promise<object>> = {
  claim_device_grant: async () => {
    const { deviceCode } = await createApprovedDevice(client, person);
    lostAfter('claim_device_grant');
    return redeem(client, deviceCode);
  },
  rotate_refresh_token: async () => {
    const { refreshToken } = await createTokens(client, person);
    lostAfter('rotate_refresh_token');
    return refresh(client, refreshToken);
  },
  insert_access_token: async () => {
    const { refreshToken } = await createTokens(client, person);
    await refresh(client, refreshToken);
    lostAfter('insert_access_token');
    return refresh(client, refreshToken, start, { scopes: ['openid', 'a'] });
  },
};
