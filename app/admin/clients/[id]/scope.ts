import { isPermission, permissions } from '@/lib/authority/rules';
import { scopeInPlainWords, standardScopes } from '@/lib/clients/scopes';

/** As the protocol says it, and what people read when they are asked; or what administrators get alone. */
export const plainScope = (scope: string): string => {
  if (isPermission(scope)) return `${scope}, for administrators: ${permissions[scope].about}`;
  return standardScopes.includes(scope) ? `${scope}: “${scopeInPlainWords(scope)}”` : scope;
};
