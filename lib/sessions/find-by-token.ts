import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { sha256 } from '@/lib/crypto';
import { inTransaction } from '@/lib/db/transaction';
import { findApiKeyOfHash, findSessionOfHash, type SessionOfToken } from '@/lib/sessions/token-store';
import { isWellFormedApiKey } from '@/lib/tokens/format';
import { hashOfToken } from '@/lib/tokens/presented';

/**
 * What a pasted token turned out to be. `unknown` is well formed and not kept here; `malformed` is no token of this
 * server; an API key is a person's or an organization's, and belongs to no session.
 */
export type TokenLookUp =
  | { outcome: 'found'; sessionId: string; kind: SessionOfToken['kind'] }
  | { outcome: 'api_key'; apiKeyId: string }
  | { outcome: 'unknown' | 'malformed' };

/**
 * An administrator looks up whose a token is. The token itself goes nowhere; that it was looked up is audited, since
 * administrators' curiosity leaves a trace too.
 */
export const findSessionOfToken = adminVerb('tokens:read', async (ctx, _within, pasted: string) => {
  const bare = pasted.trim().replace(/^bearer\s+/i, '');
  // A terminal breaks long tokens into lines; none of ours holds white space.
  const whole = bare.replace(/\s+/g, '');
  const isOurKey = isWellFormedApiKey(whole);
  const hash = hashOfToken(whole);
  const session = hash && (await findSessionOfHash(hash));
  // What is no token can be an API key: one of ours, or one that an operator has chosen.
  const apiKeyId = hash ? null : await findApiKeyOfHash(sha256(isOurKey ? whole : bare));
  const found: TokenLookUp = session
    ? { outcome: 'found', sessionId: session.sessionId, kind: session.kind }
    : apiKeyId
      ? { outcome: 'api_key', apiKeyId }
      : { outcome: hash || isOurKey ? 'unknown' : 'malformed' };
  await inTransaction((db) =>
    recordAudit(db, ctx, {
      action: 'token.looked_up',
      ...(session && {
        userId: session.userId,
        clientId: session.clientId,
        organizationId: session.organizationId,
        target: { type: 'session', id: session.sessionId },
      }),
      ...(apiKeyId !== null && { target: { type: 'api_key', id: apiKeyId } }),
      detail: { outcome: found.outcome, ...(session && { kind: session.kind }) },
    }),
  );
  return found;
});
