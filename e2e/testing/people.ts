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
