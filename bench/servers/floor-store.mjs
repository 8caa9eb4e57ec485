/* The least that a device-authorization server on PostgreSQL can do: one prepared statement per request, secrets as SHA-256. */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

const sha256 = (text) => createHash('sha256').update(text).digest();
const newSecret = () => randomBytes(32).toString('base64url');
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const newUserCode = () => Array.from(randomBytes(8), (byte) => letters[byte % 20]).join('');
const refuse = (error) => [400, { error }];

export const tables = `
  CREATE TABLE device_codes (
    hash bytea PRIMARY KEY, user_code text NOT NULL UNIQUE, client_id text NOT NULL,
    scope text, status text NOT NULL DEFAULT 'pending', user_id text, expires_at timestamptz NOT NULL);
  CREATE TABLE refresh_tokens (
    hash bytea PRIMARY KEY, client_id text NOT NULL, user_id text NOT NULL,
    scope text, consumed_at timestamptz, expires_at timestamptz NOT NULL);
  CREATE TABLE access_tokens (
    hash bytea PRIMARY KEY, client_id text NOT NULL, user_id text NOT NULL, scope text, expires_at timestamptz NOT NULL)`;

export async function issue(parameters) {
  const [deviceCode, userCode] = [newSecret(), newUserCode()];
  await pool.query({
    name: 'issue',
    text: `INSERT INTO device_codes (hash, user_code, client_id, scope, expires_at)
           VALUES ($1, $2, $3, $4, now() + interval '3 hours')`,
    values: [sha256(deviceCode), userCode, parameters.get('client_id'), parameters.get('scope')],
  });
  const page = { verification_uri: 'http://127.0.0.1/device', expires_in: 10_800, interval: 5 };
  return [200, { device_code: deviceCode, user_code: userCode, ...page }];
}

export async function token(parameters) {
  if (parameters.get('grant_type') === 'refresh_token') return refresh(parameters);
  const hash = sha256(parameters.get('device_code') ?? '');
  const { rows } = await pool.query({
    name: 'poll',
    text: 'SELECT status, client_id, expires_at FROM device_codes WHERE hash = $1',
    values: [hash],
  });
  const [code] = rows;
  if (code?.client_id !== parameters.get('client_id')) return refuse('invalid_grant');
  if (code.expires_at < new Date()) return refuse('expired_token');
  if (code.status === 'pending') return refuse('authorization_pending');
  const next = newSecret();
  const { rowCount } = await pool.query({
    name: 'redeem',
    text: `WITH used AS (DELETE FROM device_codes WHERE hash = $1 AND status = 'approved' RETURNING client_id, user_id, scope)
           INSERT INTO refresh_tokens (hash, client_id, user_id, scope, expires_at)
           SELECT $2, client_id, user_id, scope, now() + interval '30 days' FROM used`,
    values: [hash, sha256(next)],
  });
  return rowCount ? tokens(next) : refuse('invalid_grant');
}

async function refresh(parameters) {
  const next = newSecret();
  const { rowCount } = await pool.query({
    name: 'refresh',
    text: `WITH used AS (UPDATE refresh_tokens SET consumed_at = now()
             WHERE hash = $1 AND client_id = $3 AND consumed_at IS NULL AND expires_at > now()
             RETURNING client_id, user_id, scope)
           INSERT INTO refresh_tokens (hash, client_id, user_id, scope, expires_at)
           SELECT $2, client_id, user_id, scope, now() + interval '30 days' FROM used`,
    values: [sha256(parameters.get('refresh_token') ?? ''), sha256(next), parameters.get('client_id')],
  });
  return rowCount ? tokens(next) : refuse('invalid_grant');
}

const tokens = (refreshToken) => [
  200,
  { access_token: newSecret(), token_type: 'Bearer', expires_in: 3600, refresh_token: refreshToken },
];

const callers = new Map([[process.env.CALLER ?? '', true]]);

export async function introspect(parameters, authorization) {
  if (!callers.has(authorization ?? '')) return [401, { error: 'invalid_client' }];
  const { rows } = await pool.query({
    name: 'introspect',
    text: 'SELECT client_id, user_id, scope, expires_at FROM access_tokens WHERE hash = $1 AND expires_at > now()',
    values: [sha256(parameters.get('token') ?? '')],
  });
  const [found] = rows;
  if (!found) return [200, { active: false }];
  const exp = Math.floor(found.expires_at.getTime() / 1000);
  return [200, { active: true, client_id: found.client_id, sub: found.user_id, scope: found.scope, exp }];
}
