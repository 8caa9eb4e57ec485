/* A migrated database, small or large, and the project's own statements over it. */
import path from 'node:path';
import pg from 'pg';
import { withClient } from '../lib/postgres.mjs';
import { loadProject, root } from '../lib/project.mjs';
import { loginsOf } from './logins.mjs';
import { each, say } from './print.mjs';

const lib =
  await loadProject(`export { migrate } from './lib/db/migrate'; export { createPool, setPool } from './lib/db/pool';
  export { createManySessions, manyIds } from './lib/testing/many-sessions'; export { newId } from './lib/crypto';
  export { purge } from './lib/db/purge'; export { recountGrants } from './lib/activity/store';
  export { decideDeviceGrant } from './lib/device/store'; export { insertDeviceGrant } from './lib/device/start-store';
  export { claimDeviceGrant, findDecided, findPolledGrant } from './lib/device/redeem-store';
  export { endExpiredSessions } from './lib/sessions/expire';
  export { findShownToken } from './lib/tokens/live-store'; export { rotateRefreshToken } from './lib/tokens/rotate-store';`);

/** Pending logins, those of the day before that are decided, those that are due to go, and audit rows, per session. */
const share = { pending: 0.1, decided: 0.5, due: 0.1, audit: 0.3 };

export async function makeDatabase(server, name, sessions) {
  await withClient(server.url('postgres'), (client) => client.query(`CREATE DATABASE ${name}`));
  const connectionString = server.url(name);
  await lib.migrate({ connectionString, directory: path.join(root, 'prisma/migrations'), log: () => {} });
  const now = new Date();
  await withClient(connectionString, async (client) => {
    const run = async (text, values = []) => (await client.query(text, values)).rows;
    say(`${name}: ${sessions.toLocaleString('en')} sessions …`);
    await lib.createManySessions(run, { sessions, people: Math.max(1_000, sessions), now });
    await run(browserSessions, [now]);
    if (sessions > 0) await fill(run, sessions, now);
    if (process.env.GROWTH_SQL) await run(process.env.GROWTH_SQL);
  });
  const pool = lib.setPool(lib.createPool(connectionString));
  // Our own questions take longer than the server would let them.
  const own = new pg.Pool({ connectionString, max: 2 });
  own.on('error', () => {});
  const query = async (text, values = []) => (await own.query(text, values)).rows;
  const database = {
    name,
    sessions,
    now,
    lib,
    pool,
    query,
    connectionString,
    close: () => Promise.all([pool.end(), own.end()]),
  };
  // Statements are planned for tables that are not quite empty.
  const logins = loginsOf(database);
  await each(logins.fresh(500), 8, async (login) => {
    for (const step of [logins.request, logins.decide, logins.redeem]) await step(login);
  });
  await query('VACUUM ANALYZE');
  await query('CHECKPOINT');
  say(`${name}: made`);
  return database;
}

/** The first thousand people are at their browsers. */
const browserSessions = `INSERT INTO browser_sessions (id, session_token_hash, user_id, amr, expires, created_at)
  SELECT ('00000000-0000-7000-8000-0c' || lpad(n::text, 10, '0'))::uuid, md5(n::text),
         ('00000000-0000-7000-8000-0b' || lpad(n::text, 10, '0'))::uuid, '{email}', $1::timestamptz + interval '1 day', $1
    FROM generate_series(1, 1000) n`;

const uuid = (of) => `md5(${of})::uuid`;
const hash = (of) => `sha256((${of})::bytea)`;
const sessionOf = (n) => `('01900000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const personOf = (n) => `('00000000-0000-7000-8000-0b' || lpad((${n})::text, 10, '0'))::uuid`;
const organization = `'00000000-0000-7000-8000-0a0000000001'::uuid`;

const grants = (kind, { status, userCode, created, expires }) =>
  `INSERT INTO device_grants (id, device_code_hash, user_code_hmac, client_id, status, scopes, claimed_name, claimed_version,
     claimed_user_agent, ip, network, interval_seconds, created_at, expires_at, user_id, organization_id, authenticated_at, amr, approved_from_ip)
   SELECT ${uuid(`'${kind} ' || n`)}, ${hash(`'${kind} ' || n`)}, ${userCode ? hash(`'user ${kind} ' || n`) : 'NULL'}, 'half',
          '${status}', '{openid}', 'laptop ' || n, '1.2.3', 'acme/1.0 (linux)', '198.18.' || n % 256 || '.7',
          '198.' || 18 + n / 256 % 32 || '.' || n % 256 || '.0/24', 5, ${created}, ${expires},
          ${status === 'pending' ? 'NULL, NULL, NULL' : `${personOf('1 + n % 1000')}, ${organization}, $2::timestamptz`},
          ${status === 'pending' ? "'{}', NULL" : "'{email}', '198.51.100.7'"}
     FROM generate_series(1, $1::int) n`;

const fillings = [
  [
    'device_grants',
    share.pending,
    grants('pending', {
      status: 'pending',
      userCode: true,
      created: '$2',
      expires: "$2::timestamptz + interval '1 hour'",
    }),
  ],
  [
    'device_grants',
    share.decided,
    grants('decided', {
      status: 'redeemed',
      created: "$2::timestamptz - interval '12 minutes' - n * interval '0.1 s'",
      expires: "$2::timestamptz - interval '2 minutes' - n * interval '0.1 s'",
    }),
  ],
  [
    'device_grants',
    share.due,
    grants('due', {
      status: 'redeemed',
      created: "$2::timestamptz - interval '26 hours'",
      expires: "$2::timestamptz - interval '25 hours'",
    }),
  ],
  [
    'access_tokens',
    1,
    `INSERT INTO access_tokens (hash, session_id, scopes, audience, created_at, expires_at)
     SELECT ${hash("'access ' || n")}, ${sessionOf('n')}, '{openid}', '{self}', $2, $2::timestamptz + interval '1 hour' FROM generate_series(1, $1::int) n`,
  ],
  [
    'access_tokens',
    1,
    `INSERT INTO access_tokens (hash, session_id, scopes, audience, created_at, expires_at)
     SELECT ${hash("'old ' || n")}, ${sessionOf('n')}, '{openid}', '{self}', $2, $2::timestamptz - interval '1 hour' FROM generate_series(1, $1::int) n`,
  ],
  [
    'refresh_tokens',
    1,
    `INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at)
     SELECT ${hash("'refresh ' || n")}, ${sessionOf('n')}, $2, $2::timestamptz + interval '30 days' FROM generate_series(1, $1::int) n`,
  ],
  [
    'audit_events',
    share.audit,
    `INSERT INTO audit_events (at, action, actor_type, user_id, client_id, organization_id, target_type, target_id, ip, network, request_id, detail)
     SELECT $2::timestamptz - ($1 - n) * interval '1 s', 'session.created', 'anonymous', ${personOf('1 + n % 1000')}, 'half', ${organization},
            'session', ${sessionOf('n')}::text, '198.18.7.7', '198.18.7.0/24', ${uuid("'request ' || n")}::text,
            jsonb_build_object('grant', ${uuid("'due ' || n")}::text) FROM generate_series(1, $1::int) n`,
  ],
];

async function fill(run, sessions, now) {
  for (const table of new Set(fillings.map(([name]) => name))) {
    const restore = await withoutIndexes(run, table);
    for (const [name, part, text] of fillings)
      if (name === table) await run(text, [Math.round(sessions * part), now]);
    await restore();
    say(`${table} …`);
  }
  // Each of the grants that are due has become a session, which remembers it.
  await run(
    `UPDATE sessions s SET device_grant_id = ${uuid("'due ' || n")} FROM generate_series(1, $1::int) n WHERE s.id = ${sessionOf('n')}`,
    [Math.round(sessions * share.due)],
  );
}

/** They are made at the end, at once instead of row by row; so are references, which are trusted. */
async function withoutIndexes(run, table) {
  const constraints = await run(
    `SELECT conname AS name, pg_get_constraintdef(oid) || CASE contype WHEN 'f' THEN ' NOT VALID' ELSE '' END AS definition
       FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('f', 'p')
        AND NOT EXISTS (SELECT FROM pg_constraint r WHERE r.confrelid = $1::regclass AND pg_constraint.contype = 'p')`,
    [table],
  );
  const indexes = await run(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
       FROM pg_index WHERE indrelid = $1::regclass AND NOT indisprimary`,
    [table],
  );
  for (const { name } of constraints) await run(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`);
  for (const { name } of indexes) await run(`DROP INDEX ${name}`);
  return async () => {
    for (const { definition } of indexes) await run(definition);
    for (const { name, definition } of constraints)
      await run(`ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${definition}`);
  };
}
