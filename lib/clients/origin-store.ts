import { runStatement } from '@/lib/db/pool';

/** Where the clients that are not disabled have activation pages of their own: few of all, and often the same. */
export async function findActivationUris(): Promise<string[]> {
  const rows = await runStatement<{ uri: string }>(
    'find_activation_uris',
    'SELECT DISTINCT activation_uri AS uri FROM clients WHERE activation_uri IS NOT NULL AND disabled_at IS NULL',
    [],
  );
  return rows.map(({ uri }) => uri);
}
