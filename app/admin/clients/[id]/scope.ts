import { scopeInPlainWords, standardScopes } from '@/lib/clients/scopes';

/** As the protocol says it, and what people read when they are asked. */
export const plainScope = (scope: string): string =>
  standardScopes.includes(scope) ? `${scope}: “${scopeInPlainWords(scope)}”` : scope;
