export type Binding = {
  policy: 'off' | 'optional' | 'required';
  /** The key that a device code or refresh token is bound to. */
  boundTo: string | null;
  /** The key that this request proves, both as thumbprints (RFC 7638). */
  proven: string | null;
};

/**
 * Is the proof that came, or did not come, enough (RFC 9449 §5)? A binding can begin at any time and never ends: what
 * is bound stays so, whatever became of the policy.
 */
export function decideProof({ policy, boundTo, proven }: Binding): 'accepted' | 'missing' | 'other_key' {
  if (boundTo) return proven === null ? 'missing' : proven === boundTo ? 'accepted' : 'other_key';
  return policy === 'required' && proven === null ? 'missing' : 'accepted';
}

/** The key that new tokens are bound to. */
export const decideBinding = ({ policy, boundTo, proven }: Binding): string | null =>
  boundTo ?? (policy === 'off' ? null : proven);
