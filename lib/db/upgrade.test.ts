import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findClient } from '@/lib/clients/store';
import { encrypt } from '@/lib/crypto';
import { createPool, pool, setPool } from '@/lib/db/pool';
import { jsonWebKeySet, signingKey } from '@/lib/keys/ring';
import { maintainSigningKeys } from '@/lib/keys/rotate';
import { dropDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, isLive, refresh, start } from '@/lib/testing/factories';
import { formatToken } from '@/lib/tokens/format';
import { migrate } from './migrate';

/** An installation of the first version, upgraded: whoever was signed in stays so, what was signed verifies. */

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');
const name = `upgrade_${randomBytes(6).toString('hex')}`;
const at = (database: string) => inject('databaseTemplate').replace('doorcode_template', database);
const access = formatToken('dc', 'access', randomBytes(32));
const refreshToken = formatToken('dc', 'refresh', randomBytes(32));
let old: string;

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: at('postgres') });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

beforeAll(async () => {
  setTestEnv();
  await asAdmin(`CREATE DATABASE ${name}`);
  old = await mkdtemp(path.join(tmpdir(), 'doorcode-upgrade-'));
  await mkdir(old, { recursive: true });
  await cp(path.join(migrations, '20261121073630_init'), path.join(old, '20261121073630_init'), {
    recursive: true,
  });
  await migrate({ connectionString: at(name), directory: old, log: () => {} });
  setPool(createPool(at(name)));
  const id = '01990000-0000-7000-8000-000000000001';
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  await pool().query(`
    INSERT INTO users (id, email) VALUES ('${id}', 'ann@example.com');
    INSERT INTO clients (id, name, scopes) VALUES ('acme', 'Acme', '{openid,email}');
    INSERT INTO client_secrets (hash, client_id) VALUES (sha256('secret'), 'acme');
    INSERT INTO sessions (id, user_id, client_id, scopes, authenticated_at, created_at, last_used_at, expires_at)
      VALUES ('${id}', '${id}', 'acme', '{openid,email}', '2026-01-01', '2026-01-01', '2026-01-01', '2027-01-01');
    INSERT INTO access_tokens VALUES (sha256('${access}'), '${id}', '{openid}', '2026-01-01', '2027-01-01');
    INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at)
      VALUES (sha256('${refreshToken}'), '${id}', '2026-01-01', '2027-01-01');`);
  await pool().query(`INSERT INTO signing_keys VALUES ('old', 'RS256', $1, $2, '2026-01-01')`, [
    { ...(await exportJWK(publicKey)), kid: 'old' },
    encrypt('signing-key', JSON.stringify(await exportJWK(privateKey))),
  ]);
  await migrate({ connectionString: at(name), directory: migrations, log: () => {} });
});

afterAll(async () => {
  await pool().end();
  await dropDatabase(at(name));
  await rm(old, { recursive: true });
});

test('tokens live on, and the mark of their origin is there', async () => {
  const client = (await findClient(contextAt(start), 'acme'))!;
  expect(client).toMatchObject({ accessTokenFormat: 'opaque', dpop: 'optional', isConfidential: true });
  expect(await isLive(access)).toBe(true);
  await maintainSigningKeys(contextAt(start));
  expect((await refresh(client, refreshToken)).scopes).toEqual(['openid', 'email']);
  const { rows } = await pool().query('SELECT amr FROM sessions');
  expect(rows).toEqual([{ amr: ['device_code'] }]);
});

test('the old key goes on signing, and gets companions for the other algorithms', async () => {
  expect((await signingKey('RS256', start)).id).toBe('old');
  expect((await jsonWebKeySet()).keys).toHaveLength(3);
});
