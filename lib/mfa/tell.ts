import type { RequestContext } from '@/lib/context';
import { cleanClaim } from '@/lib/device/claimed';
import { occasionOf } from '@/lib/login/occasion';
import { factorChangeMail } from '@/lib/mail/security-messages';
import { tellByMail } from '@/lib/mail/send';

/** What happened to somebody's factors. */
export type FactorChange =
  | { what: 'authenticator_added' | 'authenticator_replaced' | 'authenticator_removed' }
  | { what: 'passkey_added' | 'passkey_renamed' | 'passkey_removed'; name: string }
  | { what: 'recovery_codes_renewed' }
  | { what: 'recovery_code_used'; left: number }
  | { what: 'too_many_failures' }
  | { what: 'factors_reset' };

/** Tell a person by mail what happened to their factors, after the change. A mail that cannot be sent is logged, and undoes nothing. */
export async function tellFactorChange(
  ctx: RequestContext,
  person: { userId: string; email: string },
  change: FactorChange,
): Promise<void> {
  const inert = 'name' in change ? { ...change, name: cleanClaim(change.name) ?? '' } : change;
  await tellByMail(factorChangeMail(person.email, inert, occasionOf(ctx, person.userId)), ctx.now);
}
