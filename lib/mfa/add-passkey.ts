import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { newId } from '@/lib/crypto';
import { type Db, inLockedTransaction } from '@/lib/db/transaction';
import { cleanClaim } from '@/lib/device/claimed';
import { type Person, strengthenBrowserSession } from '@/lib/login/browser-session';
import { describeUserAgent } from '@/lib/login/user-agent';
import { spendChallenge } from '@/lib/mfa/challenge';
import { findPasskey, insertPasskey } from '@/lib/mfa/passkey-store';
import { countFactors } from '@/lib/mfa/store';
import { tellFactorChange } from '@/lib/mfa/tell';
import { verifyRegistration } from '@/lib/mfa/webauthn';

const mostPasskeys = 20;
export const longestPasskeyName = 60;

/** Where it was made, as far as that is known. */
export function defaultPasskeyName(ctx: RequestContext): string {
  const browser = describeUserAgent(ctx.userAgent);
  return browser.includes('unknown') ? 'Passkey' : browser;
}

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

  const add = async (db: Db): Promise<Added> => {
    if ((await countFactors(db, person.userId)).passkeys >= mostPasskeys) return { outcome: 'too_many' };
    if (!(await spendChallenge(db, challenge))) return { outcome: 'failed' };
    // Before the session: who resets all factors (reset-factors.ts) takes them in that order too.
    if (!(await insertPasskey(db, ctx.now, passkey))) return { outcome: 'taken' };
    const cookies = await strengthenBrowserSession(db, ctx, person, factor);
    if (cookies.length === 0) throw new SessionEnded();
    await recordAudit(db, ctx, {
      action: 'factor.added',
      userId: person.userId,
      target: { type: 'passkey', id: passkey.id },
      detail: { factor, name },
    });
    return { outcome: 'added', cookies };
  };
  const added = await inLockedTransaction(`factors of ${person.userId}`, add).catch(
    (error: unknown): Added => {
      if (error instanceof SessionEnded) return { outcome: 'failed' };
      throw error;
    },
  );
  if (added.outcome === 'added') await tellFactorChange(ctx, person, { what: 'passkey_added', name });
  return added;
}

/** Signed out meanwhile, perhaps by “this was not me”: then nothing is added. */
class SessionEnded extends Error {}
