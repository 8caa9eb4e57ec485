import type { RequestContext } from '@/lib/context';
import { type Person, readCookie } from '@/lib/login/browser-session';
import { newWebhookSecretCookieName, serializeCookie } from '@/lib/login/cookies';
import { seal, unseal } from '@/lib/login/sealed-cookie';

/**
 * A new secret is kept encrypted and shown on one page: the browser of the administrator who made it carries it there
 * for a few minutes, sealed and bound to their session, so that nobody can plant one of their own.
 */
const seconds = 300;

type NewSecret = { browserSessionId: string; webhookId: string; secret: string };

export function rememberNewSecret(
  ctx: RequestContext,
  { browserSessionId }: Person,
  webhookId: string,
  secret: string,
): string {
  const kept: NewSecret = { browserSessionId, webhookId, secret };
  return serializeCookie(
    newWebhookSecretCookieName(),
    seal(ctx, 'new-webhook-secret', kept, seconds),
    seconds,
  );
}

export const forgetNewSecret = (): string => serializeCookie(newWebhookSecretCookieName(), '', 0);

/** The secret that this session has just made for this webhook, or null. */
export function readNewSecret(
  ctx: RequestContext,
  { browserSessionId }: Person,
  webhookId: string,
  headers: { get(name: string): string | null },
): string | null {
  const sealed = readCookie(headers.get('cookie'), newWebhookSecretCookieName());
  const kept = unseal<NewSecret>(ctx, 'new-webhook-secret', sealed);
  return kept?.browserSessionId === browserSessionId && kept.webhookId === webhookId ? kept.secret : null;
}
