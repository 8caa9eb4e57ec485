import type { SessionFilter } from '@/lib/sessions/filter';

/**
 * Very many sessions, badly spread: what the lists of administrators are measured with, in the tests and in bench/. Half of
 * all are of one client; of `all-but-few-ended` nearly all are over, of `all-but-few-open` nearly none; `long-unused` was
 * given up long ago; nearly all are of one organization; one network and one robot have very many.
 */
export type Run = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;

export type Many = { sessions: number; people: number; now: Date };

export const manyIds = {
  organization: (index: number) => `00000000-0000-7000-8000-0a00000000${String(index).padStart(2, '0')}`,
  user: (index: number) => `00000000-0000-7000-8000-0b${String(index).padStart(10, '0')}`,
};
/** The person with very many sessions. */
export const robot = 1;
export const crowdedNetwork = '198.51.100.0/24';

export async function createManySessions(run: Run, { sessions, people, now }: Many): Promise<void> {
  await run(
    `INSERT INTO organizations (id, slug, name, created_at)
     SELECT ('00000000-0000-7000-8000-0a00000000' || lpad(n::text, 2, '0'))::uuid, 'many-' || n, 'Organization ' || n, $1
       FROM generate_series(1, 9) n`,
    [now],
  );
  await run(
    `INSERT INTO clients (id, name, scopes, created_at)
     SELECT c, initcap(c), '{openid}', $1
       FROM unnest('{half,all-but-few-ended,all-but-few-open,long-unused,small-1,small-2,small-3}'::text[]) c`,
    [now],
  );
  await run(
    `INSERT INTO users (id, email, name, email_verified, created_at)
     SELECT ('00000000-0000-7000-8000-0b' || lpad(n::text, 10, '0'))::uuid,
            (ARRAY['ada','bob','carol','dan','erin','frank','grace','heidi','ivan','judy'])[1 + n % 10] || '.' || n || '@example.com',
            (ARRAY['Ada','Bob','Carol','Dan','Erin','Frank','Grace','Heidi','Ivan','Judy'])[1 + n % 10] || ' '
              || (ARRAY['Lovelace','Hopper','Turing','Noether','Gauss','Euler','Curie'])[1 + n % 7] || ' ' || n,
            $2, $2::timestamptz - make_interval(secs => n % 10000000)
       FROM generate_series(1, $1::int) n`,
    [people, now],
  );
  await run(
    `INSERT INTO memberships (organization_id, user_id, created_at)
     SELECT ('00000000-0000-7000-8000-0a00000000' || lpad((CASE WHEN n % 20 = 0 THEN 2 + n % 8 ELSE 1 END)::text, 2, '0'))::uuid,
            ('00000000-0000-7000-8000-0b' || lpad(n::text, 10, '0'))::uuid, $2
       FROM generate_series(1, $1::int) n`,
    [people, now],
  );
  const restore = await withoutChecks(run);
  for (let from = 1; from <= sessions; from += atOnce) {
    const to = Math.min(sessions, from + atOnce - 1);
    await run(insertSessions, [now, sessions, people, from, to]);
  }
  await restore();
}

const atOnce = 50_000;

/** Indexes are made, and references trusted, at the end: both at once instead of row by row. */
async function withoutChecks(run: Run): Promise<() => Promise<void>> {
  const indexes = await run<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
      WHERE indrelid = 'sessions'::regclass AND NOT indisprimary`,
  );
  const references = await run<{ name: string; definition: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
      WHERE conrelid = 'sessions'::regclass AND contype = 'f'`,
  );
  for (const { name } of references) await run(`ALTER TABLE sessions DROP CONSTRAINT "${name}"`);
  for (const { name } of indexes) await run(`DROP INDEX ${name}`);
  return async () => {
    for (const { definition } of indexes) await run(definition);
    for (const { name, definition } of references)
      await run(`ALTER TABLE sessions ADD CONSTRAINT "${name}" ${definition} NOT VALID`);
  };
}

// `h`, `g` and `k` are hashes of `n`: spread as if by chance, and the same in every run.
const insertSessions = `INSERT INTO sessions (id, user_id, client_id, organization_id, scopes, amr, device_name, user_agent, ip, network,
                           authenticated_at, created_at, last_used_at, expires_at, revoked_at, revoked_reason)
     SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
            ('00000000-0000-7000-8000-0b' || lpad((CASE WHEN h % 50 = 0 THEN ${robot} ELSE 1 + h % $3::int END)::text, 10, '0'))::uuid,
            client,
            CASE WHEN g % 25 = 0 THEN NULL
                 ELSE ('00000000-0000-7000-8000-0a00000000' || lpad((CASE WHEN g % 40 = 1 THEN 2 + (g / 40) % 8 ELSE 1 END)::text, 2, '0'))::uuid END,
            '{openid,profile}', '{email,device_code}', 'laptop ' || n, 'acme/1.0 (linux)', '198.51.' || (h / 7) % 256 || '.7',
            CASE WHEN h % 5 = 0 THEN '${crowdedNetwork}' ELSE '198.51.' || (h / 7) % 256 || '.0/24' END,
            created, created, LEAST(used, $1),
            created + interval '400 days',
            CASE phase WHEN 'open' THEN NULL ELSE LEAST(used, $1) END,
            CASE phase WHEN 'open' THEN NULL WHEN 'expired' THEN 'expired' ELSE 'signed_out_by_person' END
       FROM (SELECT n, h, g, k, client, created,
                    CASE client WHEN 'long-unused' THEN created + interval '1 day'
                                ELSE created + (($1::timestamptz - created) * ((h % 97) / 96.0)) END AS used,
                    CASE client WHEN 'all-but-few-ended' THEN CASE WHEN k % 2000 = 3 THEN 'open' WHEN k % 2 = 0 THEN 'ended' ELSE 'expired' END
                                WHEN 'all-but-few-open' THEN CASE WHEN k % 2000 = 3 THEN 'ended' ELSE 'open' END
                                ELSE CASE k % 3 WHEN 0 THEN 'ended' WHEN 1 THEN 'open' ELSE 'expired' END END AS phase
               FROM (SELECT n, h, g, k,
                            CASE WHEN h % 2 = 0 THEN 'half'
                                 WHEN n * 10 < $2::int * 2 THEN 'long-unused'
                                 ELSE (ARRAY['all-but-few-ended','all-but-few-open','all-but-few-ended','all-but-few-open','small-1','small-2','small-3'])
                                      [CASE WHEN g % 100 < 96 THEN 1 + g % 4 ELSE 5 + g % 3 END] END AS client,
                            $1::timestamptz - make_interval(secs => ($2::int - n)::float8 * 15552000 / $2::int) AS created
                       FROM (SELECT n, abs(hashint4(n)::bigint) AS h, abs(hashint4(n + 500000000)::bigint) AS g, abs(hashint4(n + 900000000)::bigint) AS k FROM generate_series($4::int, $5::int) n) a) b) d`;

const ago = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000);
const user = manyIds.user;
const organization = manyIds.organization;

/** What administrators may ask for, of each kind alone and of kinds that hardly go together. */
export const manyFilters = {
  someId: '01900000-0000-7000-8000-000000010000',
  of: (now: Date): Record<string, Partial<SessionFilter>> => ({
    everything: {},
    'a person': { users: [user(77)] },
    'fifty people': { users: Array.from({ length: 50 }, (_, index) => user(100 + index)) },
    'the robot': { users: [user(robot)] },
    'a client with half': { clients: ['half'] },
    'a client whose sessions are over but for a few': { clients: ['all-but-few-ended'] },
    'a client whose sessions are open but for a few': { clients: ['all-but-few-open'] },
    'a client that was given up long ago': { clients: ['long-unused'] },
    'a small client': { clients: ['small-1'] },
    'an organization with nearly all': { organizations: [organization(1)] },
    'a small organization': { organizations: [organization(3)] },
    'several organizations': { organizations: [2, 3, 4, 5].map(organization) },
    'a crowded network': { networks: [crowdedNetwork] },
    'a network': { networks: ['198.51.7.0/24'] },
    'a network of 256 networks': { networks: Array.from({ length: 256 }, (_, one) => `198.51.${one}.0/24`) },
    'nothing that there is': { clients: [] },
    'an old month': { createdFrom: ago(now, 150), createdTo: ago(now, 120) },
    'an old hour': { createdFrom: ago(now, 100), createdTo: ago(now, 99.96) },
    'unused for 90 days': { usedTo: ago(now, 90) },
    'used today': { usedFrom: ago(now, 1) },
    'created long ago and used lately': { createdTo: ago(now, 170), usedFrom: ago(now, 2) },
    'the robot in a client': { users: [user(robot)], clients: ['all-but-few-ended'] },
    'a person in an organization': { users: [user(77)], organizations: [organization(1)] },
    'two that are large': { clients: ['half'], organizations: [organization(1)] },
    'a large client in a crowded network': { clients: ['long-unused'], networks: [crowdedNetwork] },
    'a large client in a small organization': { clients: ['half'], organizations: [organization(2)] },
    'a client, unused for 30 days': { clients: ['half'], usedTo: ago(now, 30) },
    'an organization, unused for 30 days, of a month': {
      ...{ organizations: [organization(1)], usedTo: ago(now, 30) },
      ...{ createdFrom: ago(now, 60), createdTo: ago(now, 30) },
    },
    'a client that was given up, used today': { clients: ['long-unused'], usedFrom: ago(now, 1) },
    'everything at once': {
      ...{ users: [user(robot)], clients: ['half'], organizations: [organization(1)] },
      ...{ networks: [crowdedNetwork], createdTo: ago(now, 10), usedFrom: ago(now, 100) },
    },
  }),
};
