/** What an API key may do: `introspect` asks about the tokens of its organization (RFC 7662). */
export const apiKeyScopes = ['introspect'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];
