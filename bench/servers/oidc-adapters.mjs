/* Where oidc-provider keeps what it must, by the interface of its documentation: one jsonb table, or maps. */
import pg from 'pg';

const pool = process.env.DATABASE_URL && new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

// The index of user codes is not unique: oidc-provider does not draw again after a collision.
export const tables = `
  CREATE TABLE oidc_models (
    model text NOT NULL, id text NOT NULL, payload jsonb NOT NULL,
    grant_id text, user_code text, uid text, expires_at timestamptz, consumed_at bigint,
    PRIMARY KEY (model, id));
  CREATE INDEX ON oidc_models (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX ON oidc_models (user_code) WHERE user_code IS NOT NULL;
  CREATE INDEX ON oidc_models (uid) WHERE uid IS NOT NULL`;

const run = async (name, text, values) => (await pool.query({ name, text, values })).rows;
const live = ([row]) =>
  row && { ...row.payload, ...(row.consumed_at && { consumed: Number(row.consumed_at) }) };

export class PgAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload, expiresIn) {
    await run(
      'upsert',
      `INSERT INTO oidc_models (model, id, payload, grant_id, user_code, uid, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
       ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id,
         user_code = excluded.user_code, uid = excluded.uid, expires_at = excluded.expires_at`,
      [this.model, id, payload, payload.grantId, payload.userCode, payload.uid, expiresIn ?? null],
    );
  }

  async find(id) {
    const text = `SELECT payload, consumed_at FROM oidc_models
      WHERE model = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now())`;
    return live(await run('find', text, [this.model, id]));
  }

  async findByUserCode(code) {
    const text = 'SELECT payload, consumed_at FROM oidc_models WHERE user_code = $1 AND model = $2';
    return live(await run('find_by_user_code', text, [code, this.model]));
  }

  async findByUid(uid) {
    const text = 'SELECT payload, consumed_at FROM oidc_models WHERE uid = $1 AND model = $2';
    return live(await run('find_by_uid', text, [uid, this.model]));
  }

  async consume(id) {
    const text =
      'UPDATE oidc_models SET consumed_at = extract(epoch FROM now())::bigint WHERE model = $1 AND id = $2';
    await run('consume', text, [this.model, id]);
  }

  async destroy(id) {
    await run('destroy', 'DELETE FROM oidc_models WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async revokeByGrantId(grantId) {
    await run('revoke', 'DELETE FROM oidc_models WHERE grant_id = $1 AND model = $2', [grantId, this.model]);
  }
}

/** The best case of all: the package's own memory adapter drops all but 1,000 entries, a bare map none. */
export class MapAdapter {
  items = new Map();
  byCode = new Map();
  byUid = new Map();

  async upsert(id, payload) {
    this.items.set(id, payload);
    if (payload.userCode) this.byCode.set(payload.userCode, id);
    if (payload.uid) this.byUid.set(payload.uid, id);
  }

  async find(id) {
    return this.items.get(id);
  }

  async findByUserCode(code) {
    return this.items.get(this.byCode.get(code));
  }

  async findByUid(uid) {
    return this.items.get(this.byUid.get(uid));
  }

  async consume(id) {
    this.items.get(id).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    this.items.delete(id);
  }

  async revokeByGrantId(grantId) {
    for (const [id, payload] of this.items) if (payload.grantId === grantId) this.items.delete(id);
  }
}
