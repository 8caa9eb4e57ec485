import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';

/** Use a proof up, on all nodes at once. False: it was used before. */
export async function claimProof(ctx: RequestContext, hash: Buffer, expiresAt: Date): Promise<boolean> {
  const rows = await runStatement(
    'claim_dpop_proof',
    `INSERT INTO dpop_proofs (hash, expires_at) VALUES ($1, $2)
     ON CONFLICT (hash) DO UPDATE SET expires_at = $2 WHERE dpop_proofs.expires_at <= $3 RETURNING 1`,
    [hash, expiresAt, ctx.now],
  );
  return rows.length === 1;
}
