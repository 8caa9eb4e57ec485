/* What is in Doorcode's database before a phase, made by SQL: people, pending logins, and devices that are signed in. */
import { createHash } from 'node:crypto';
import { loadProject } from '../lib/project.mjs';

const sha256 = (text) => createHash('sha256').update(text).digest();
const organization = '00000000-0000-7000-8000-0a0000000000';
const people = 1_000;
const person = (n) => `('00000000-0000-7000-8000-0b' || lpad((${n} % ${people})::text, 10, '0'))::uuid`;
/** The network of the nth device, as load.lua numbers them. */
const ip = (n) => `'10.' || ((${n} - 1) % 8192) / 256 || '.' || ((${n} - 1) % 256) || '.7'`;
const network = (n) => `'10.' || ((${n} - 1) % 8192) / 256 || '.' || ((${n} - 1) % 256) || '.0/24'`;
/** The nth of a kind; no two kinds share a number. */
const id = (kind, n) => `('0190000${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/** One organization and 1,000 people who belong to it. */
export async function seedPeople(client) {
  await client.query(
    "INSERT INTO organizations (id, slug, name) VALUES ($1, 'benchmark', 'Benchmark') ON CONFLICT DO NOTHING",
    [organization],
  );
  await client.query(
    `INSERT INTO users (id, email, name, email_verified)
     SELECT ${person('n')}, 'person-' || n || '@example.com', 'Person ' || n, now() FROM generate_series(0, ${people - 1}) n`,
  );
  await client.query(
    'INSERT INTO memberships (organization_id, user_id) SELECT $1, id FROM users WHERE email LIKE $2',
    [organization, 'person-%@example.com'],
  );
}

/** The device code of the nth pending login: 43 digits, as real ones are. */
export const pendingCode = (n) => createHash('sha256').update(`pending ${n}`).digest('hex').slice(0, 43);

/** Logins that wait, each from the network from which its device will poll. */
export const seedPending = (client, count) =>
  client.query(
    `INSERT INTO device_grants (id, device_code_hash, user_code_hmac, client_id, scopes, resources, claimed_name, claimed_user_agent,
                                interval_seconds, ip, network, created_at, expires_at)
     SELECT ${id(1, 'n')}, sha256(convert_to(left(encode(sha256(convert_to('pending ' || n, 'UTF8')), 'hex'), 43), 'UTF8')),
            sha256(convert_to('user code ' || n, 'UTF8')), 'cli', '{api,offline_access}', '{self}', 'laptop ' || n, 'acme/1.0 (linux)', 5,
            ${ip('n')}, ${network('n')}, now(), now() + interval '3 hours'
       FROM generate_series(1, $1::int) n`,
    [count],
  );

/** Devices that signed in a month ago and were last used so long ago, with a refresh token and an access token each. */
export async function seedSessions(client, { kind, count, lastUsed }) {
  const { formatToken } = await loadProject("export { formatToken } from './lib/tokens/format'");
  const make = (of) =>
    Array.from({ length: count }, (_, n) => formatToken('dc', of, sha256(`${of} ${kind} ${n}`)));
  const tokens = { refresh: make('refresh'), access: make('access') };
  await client.query(
    `INSERT INTO sessions (id, user_id, client_id, organization_id, scopes, resources, amr, acr, device_name, user_agent, ip, network,
                           approved_from_ip, authenticated_at, created_at, last_used_at, last_used_ip, expires_at)
     SELECT ${id(kind, 'n')}, ${person('n')}, 'cli', $1, '{api,offline_access}', '{self}', '{email,device_code}', 'urn:doorcode:acr:1fa',
            'laptop ' || n, 'acme/1.0 (linux)', ${ip('n')}, ${network('n')}, '10.0.0.7', created, created,
            now() - $3::interval, ${ip('n')}, created + interval '90 days'
       FROM (SELECT n, now() - interval '30 days' - make_interval(secs => n) AS created
               FROM generate_series(1, $2::int) n) made`,
    [organization, count, lastUsed],
  );
  const insert = (table, hashes, lifetime) =>
    client.query(
      `INSERT INTO ${table.name} (hash, session_id, created_at, expires_at${table.columns})
       SELECT hash, ${id(kind, 'n')}, now() - interval '30 minutes', now() + $2::interval${table.values}
         FROM unnest($1::bytea[]) WITH ORDINALITY AS made (hash, n)`,
      [hashes.map(sha256), lifetime],
    );
  const access = {
    ...{ name: 'access_tokens', columns: ', scopes, audience' },
    values: ", '{api,offline_access}', '{self}'",
  };
  await insert({ name: 'refresh_tokens', columns: '', values: '' }, tokens.refresh, '30 days');
  await insert(access, tokens.access, '3 hours');
  return tokens;
}

/** Allow each, in one statement, as decideDeviceGrant (lib/device/store.ts) leaves the rows. */
export const allow = (client, deviceCodes) =>
  client.query(
    `UPDATE device_grants g
        SET status = 'approved', user_id = ${person('n')}, organization_id = $2, decided_at = now(), authenticated_at = now(),
            user_code_hmac = NULL, amr = '{email}', acr = 'urn:doorcode:acr:1fa', approved_from_ip = '10.0.0.7'
       FROM unnest($1::bytea[]) WITH ORDINALITY AS wanted (hash, n)
      WHERE g.device_code_hash = wanted.hash AND g.status = 'pending'`,
    [deviceCodes.map(sha256), organization],
  );
