/** What is stored of new tokens: hashes and ends. */
export type NewTokens = {
  accessHash: Buffer;
  accessExpiresAt: Date;
  refreshHash: Buffer | null;
  refreshExpiresAt: Date | null;
  /** The absolute end of a new session. */
  sessionExpiresAt: Date;
};

/** The tokens as columns of a batch (db/batch.ts). */
export const tokenColumns = {
  access_hash: 'bytea',
  access_expires_at: 'timestamptz',
  refresh_hash: 'bytea',
  refresh_expires_at: 'timestamptz',
} as const;

export const tokenRow = (tokens: NewTokens) => ({
  access_hash: tokens.accessHash,
  access_expires_at: tokens.accessExpiresAt,
  refresh_hash: tokens.refreshHash,
  refresh_expires_at: tokens.refreshExpiresAt,
});
