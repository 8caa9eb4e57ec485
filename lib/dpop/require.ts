import { invalidProof } from '@/lib/dpop/proof';
import { type Binding, decideProof } from '@/lib/dpop/rules';
import { OAuthError } from '@/lib/oauth/errors';

/** RFC 9449 §5: nothing happens to a device code or refresh token that comes without the key it is bound to. */
export function requireProof(binding: Binding): void {
  switch (decideProof(binding)) {
    case 'accepted':
      return;
    case 'missing':
      throw invalidProof('A DPoP proof is required.');
    case 'other_key':
      throw new OAuthError('invalid_grant', 'It is bound to another key.');
  }
}

/** RFC 9449 §10.1: a key may be named, proven, or both, and then it is one. */
export function requireSameKey(named: string | null, proven: string | null): string | null {
  if (named && proven && named !== proven) throw invalidProof('dpop_jkt is not the key of the proof.');
  return proven ?? named;
}
