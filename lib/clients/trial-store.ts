import { runStatement } from '@/lib/db/pool';

/** What a browser session tries out, sealed; one at a time. */

export async function findTrial(browserSessionId: string, now: Date): Promise<Buffer | null> {
  const [row] = await runStatement<{ sealed: Buffer }>(
    'find_client_trial',
    'SELECT sealed FROM client_trials WHERE browser_session_id = $1 AND expires_at > $2',
    [browserSessionId, now],
  );
  return row?.sealed ?? null;
}

/** In the place of any before it. False: the browser session is gone. */
export async function putTrial(
  browserSessionId: string,
  trial: { clientId: string; sealed: Buffer; expiresAt: Date },
): Promise<boolean> {
  const rows = await runStatement(
    'put_client_trial',
    `INSERT INTO client_trials (browser_session_id, client_id, sealed, expires_at)
     SELECT b.id, $2, $3, $4 FROM browser_sessions b WHERE b.id = $1
     ON CONFLICT (browser_session_id) DO UPDATE
       SET client_id = EXCLUDED.client_id, sealed = EXCLUDED.sealed, expires_at = EXCLUDED.expires_at
     RETURNING browser_session_id`,
    [browserSessionId, trial.clientId, trial.sealed, trial.expiresAt],
  );
  return rows.length === 1;
}

/** Only if it is as it was read: of two steps at once, the second adds to what the first has left. */
export async function replaceTrial(browserSessionId: string, read: Buffer, sealed: Buffer): Promise<boolean> {
  const rows = await runStatement(
    'replace_client_trial',
    'UPDATE client_trials SET sealed = $3 WHERE browser_session_id = $1 AND sealed = $2 RETURNING browser_session_id',
    [browserSessionId, read, sealed],
  );
  return rows.length === 1;
}

export async function deleteTrial(browserSessionId: string): Promise<void> {
  await runStatement('delete_client_trial', 'DELETE FROM client_trials WHERE browser_session_id = $1', [
    browserSessionId,
  ]);
}
