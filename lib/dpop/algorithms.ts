/** What a proof may be signed with: asymmetric only (RFC 9449 §4.2), and what clients have. */
export const dpopAlgorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'RS256'];
