import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { inLockedTransaction } from '@/lib/db/transaction';
import { cleanClaim } from '@/lib/device/claimed';
import { type Person, strengthenBrowserSession } from '@/lib/login/browser-session';
import { browserName } from '@/lib/mfa/browser-name';
import { spendChallenge } from '@/lib/mfa/challenge';
import { findPasskey, insertPasskey } from '@/lib/mfa/passkey-store';
import { countFactors } from '@/lib/mfa/store';
import { tellFactorChange } from '@/lib/mfa/tell';
import { verifyRegistration } from '@/lib/mfa/webauthn';

const mostPasskeys = 20;
export const longestPasskeyName = 60;

export const defaultPasskeyName = (ctx: RequestContext): string => browserName(ctx.userAgent) ?? 'Passkey';

export type Added =
  | { outcome: 'added'; cookies: string[] }
  /** What the browser brought is no passkey for this session's challenge, or came too late, or twice. */
  | { outcome: 'failed' }
  /** It is on an account here already. */
  | { outcome: 'taken' }
  | { outcome: 'too_many' };

/** Keep the passkey that this person's browser has made. Returns the session's cookies: it is stronger now. */
export async function addPasskey(
  ctx: RequestContext,
  person: Person,
  given: { response: string; name: string | undefined },
): Promise<Added> {
  const holder = person.browserSessionId;
  const made = await verifyRegistration(ctx, { kind: 'registration', holder }, given.response);
  if (!made) return { outcome: 'failed' };
  if (await findPasskey(made.credentialId)) return { outcome: 'taken' };
  const { challenge, ...credential } = made;
  // Said as it will be read, rather than refused: the passkey is made by now.
  const name = cleanClaim(given.name, longestPasskeyName) ?? defaultPasskeyName(ctx);
  const passkey = { ...credential, id: newId(ctx.now), userId: person.userId, name };
  const factor = made.synced ? 'synced_passkey' : 'passkey';

  const added = await inLockedTransaction(`factors of ${person.userId}`, async (db): Promise<Added> => {
    if ((await countFactors(db, person.userId)).passkeys >= mostPasskeys) return { outcome: 'too_many' };
    if (!(await spendChallenge(db, challenge))) return { outcome: 'failed' };
    const cookies = await strengthenBrowserSession(db, ctx, person, factor);
    // Signed out meanwhile, perhaps by “this was not me”: then nothing is added.
    if (cookies.length === 0) return { outcome: 'failed' };
    if (!(await insertPasskey(db, ctx.now, passkey))) throw new Error('the same passkey came twice at once');
    await recordAudit(db, ctx, {
      action: 'factor.added',
      userId: person.userId,
      target: { type: 'passkey', id: passkey.id },
      detail: { factor, name },
    });
    return { outcome: 'added', cookies };
  });
  if (added.outcome === 'added') await tellFactorChange(ctx, person, { what: 'passkey_added', name });
  return added;
}
