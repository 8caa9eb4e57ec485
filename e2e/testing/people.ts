import type { Database } from './database';

/** An administrator who has signed in just now, however long the run takes: their pages ask for that. */
export async function makeAdmin(database: Database, email: string): Promise<void> {
  await database.query("UPDATE users SET role = 'admin' WHERE email = $1", [email]);
  await database.query(
    "UPDATE browser_sessions SET created_at = now() + interval '1 day' WHERE user_id = $1::uuid",
    [await idOf(database, email)],
  );
}

export async function idOf(database: Database, email: string): Promise<string> {
  const [row] = await database.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email]);
  return row!.id;
}

/** Give somebody factors of every kind, which nobody can use. */
export async function addFactors(database: Database, userId: string): Promise<void> {
  await database.query(
    `INSERT INTO authenticators (user_id, secret_encrypted, last_used_step, created_at, last_used_at)
     VALUES ($1, '\\x00', 0, now() - interval '60 days', now() - interval '3 hours')`,
    [userId],
  );
  await database.query(
    `INSERT INTO passkeys (id, user_id, credential_id, public_key, signature_counter, synced, name, created_at, last_used_at)
     SELECT gen_random_uuid(), $1, gen_random_uuid()::text::bytea, '\\x00', 0, true, name, now() - interval '9 days', used
       FROM (VALUES ('Laptop', now() - interval '2 days'), ('A key at home', NULL::timestamptz)) k (name, used)`,
    [userId],
  );
  await database.query(
    `INSERT INTO recovery_codes (user_id, hmac, created_at, used_at)
     SELECT $1, gen_random_uuid()::text::bytea, now(), CASE WHEN n > 8 THEN now() END FROM generate_series(1, 10) n`,
    [userId],
  );
}

/** Somebody with every factor, who is in no browser of ours. */
export async function addEquipped(database: Database): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO users (id, email, name, email_verified, created_at)
     VALUES (gen_random_uuid(), 'grace.hopper@example.com', 'Grace Hopper', now(), now() - interval '90 days') RETURNING id`,
  );
  await addFactors(database, row!.id);
  return row!.id;
}

/** An organization of a file, which asks for a second factor in a month, and this person in it. */
export async function requireFactor(database: Database, email: string): Promise<void> {
  await database.query(
    `WITH northwind AS (
       INSERT INTO organizations (id, slug, name, managed_by_file, second_factor, second_factor_grace_days, second_factor_required_since)
       VALUES (gen_random_uuid(), 'northwind', 'Northwind', true, 'required', 30, now()) RETURNING id)
     INSERT INTO memberships (organization_id, user_id) SELECT northwind.id, u.id FROM northwind, users u WHERE u.email = $1`,
    [email],
  );
}

/** Two organizations: of one this person is an owner, with somebody invited; the other, whose member has no further one, allows one client alone. */
export async function addOrganizations(database: Database, owner: string, member: string): Promise<void> {
  await database.query(
    `WITH oxide AS (
       INSERT INTO organizations (id, slug, name, scope_ceiling, session_lifetime_seconds, created_at)
       VALUES (gen_random_uuid(), 'oxide', 'Oxide Research and Instruments', '{openid,profile}', 604800, now()) RETURNING id),
     joined AS (
       INSERT INTO memberships (organization_id, user_id, role) SELECT oxide.id, u.id, 'owner' FROM oxide, users u WHERE u.email = $1),
     domains AS (INSERT INTO email_domains (domain, organization_id) SELECT 'oxide.example', id FROM oxide)
     INSERT INTO invitations (id, token_hash, organization_id, email, role, created_at, expires_at)
     SELECT gen_random_uuid(), sha256('nobody'), id, 'katherine.johnson.of.the.instruments@oxide.example', 'admin',
            now() - interval '2 days', now() + interval '5 days' FROM oxide`,
    [owner],
  );
  await database.query(
    `WITH helix AS (
       INSERT INTO organizations (id, slug, name, allowed_clients) VALUES (gen_random_uuid(), 'helix', 'Helix', '{acme/deploy}') RETURNING id)
     UPDATE memberships m SET organization_id = helix.id FROM helix, users u WHERE u.id = m.user_id AND u.email = $1`,
    [member],
  );
}
