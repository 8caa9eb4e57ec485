import type { RequestContext } from '@/lib/context';

/** What happened to somebody's factors. */
export type FactorChange =
  | { what: 'authenticator_added' | 'authenticator_replaced' | 'authenticator_removed' }
  | { what: 'passkey_added' | 'passkey_renamed' | 'passkey_removed'; name: string }
  | { what: 'recovery_codes_renewed' }
  | { what: 'recovery_code_used'; left: number }
  | { what: 'factors_reset' };

/** Tell a person by mail what happened to their factors, after the change. A mail that cannot be sent is logged, and undoes nothing. */
export async function tellFactorChange(
  _ctx: RequestContext,
  _person: { userId: string; email: string },
  _change: FactorChange,
): Promise<void> {}
