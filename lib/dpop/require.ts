import { type DpopProof, invalidProof } from '@/lib/dpop/proof';
import { type Binding, decideProof } from '@/lib/dpop/rules';
import { OAuthError } from '@/lib/oauth/errors';

/**
 * RFC 9449 §5: nothing happens to a device code or refresh token that comes without the key it is bound to. A proof that
 * is enough is used up.
 */
export async function requireProof(bound: Omit<Binding, 'proven'>, proof: DpopProof | null): Promise<void> {
  switch (decideProof({ ...bound, proven: proof?.jkt ?? null })) {
    case 'accepted':
      return proof?.use();
    case 'missing':
      throw invalidProof('A DPoP proof is required.');
    case 'other_key':
      throw new OAuthError('invalid_grant', 'It is bound to another key.');
  }
}

/** RFC 9449 §10.1: a key may be named, proven, or both, and then it is one. */
export function requireSameKey(named: string | null, proof: DpopProof | null): string | null {
  if (named && proof && named !== proof.jkt) throw invalidProof('dpop_jkt is not the key of the proof.');
  return proof?.jkt ?? named;
}
