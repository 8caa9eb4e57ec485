import type { RequestContext } from '@/lib/context';
import { actingAs, endBrowserSession, findPerson } from '@/lib/login/browser-session';
import { findBrowser } from '@/lib/login/browsers-store';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import { findSignedInPerson, requireSameOrigin } from '@/lib/login/person-endpoint';
import { type Call, privateHeaders } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';
import { endSessionOfDevice } from '@/lib/sessions/end';
import { requireAccessToken, requireScope } from '@/lib/tokens/bearer';
import { claimsOf } from '@/lib/tokens/claims';
import { findClientOfToken } from '@/lib/tokens/client-of-token';
import type { LiveToken } from '@/lib/tokens/live-store';
import { revokeToken } from '@/lib/tokens/revoke';

/** better-auth's session: a signed-in device where a token is presented, else the browser's. */

type Asked = Pick<Call, 'ctx' | 'request'>;

export async function answerSession(asked: Asked): Promise<object> {
  const session = hasToken(asked.request) ? await sessionOfToken(asked) : await sessionOfBrowser(asked);
  return session ?? Response.json(null, { headers: privateHeaders });
}

export async function signOut({ ctx, request }: Asked): Promise<object> {
  const done = { success: true };
  if (hasToken(request)) {
    const token = await findToken(ctx, request);
    if (token) await endSessionOfDevice(ctx, token);
    // Expired, for another API, or bound to a key that is not shown: whoever holds it may give it back (RFC 7009 §2.1).
    else await giveBack(ctx, presented(request)!);
    return done;
  }
  const person = await findPerson(ctx, request.headers);
  if (!person) return done;
  requireSameOrigin(request);
  await endBrowserSession(actingAs(ctx, person), person);
  const cookie = serializeCookie(sessionCookieName(), '', 0);
  return Response.json(done, { headers: { ...privateHeaders, 'set-cookie': cookie } });
}

async function giveBack(ctx: RequestContext, token: string): Promise<void> {
  const client = await findClientOfToken(ctx, token);
  if (client) await revokeToken(ctx, client, token);
}

const presented = (request: HttpRequest): string | undefined =>
  /^(?:bearer|dpop) +(\S+)/i.exec(request.headers.get('authorization') ?? '')?.[1];
const hasToken = (request: HttpRequest): boolean => presented(request) !== undefined;

/** Null: it is dead, or for another API. */
const findToken = (ctx: RequestContext, request: HttpRequest): Promise<LiveToken | null> =>
  requireAccessToken(ctx, request).catch((error: unknown) => {
    if (error instanceof OAuthError && error.code === 'invalid_token') return null;
    throw error;
  });

/** As far as the token's scopes reach; without an address there is no user of better-auth's. */
async function sessionOfToken({ ctx, request }: Asked) {
  const token = await findToken(ctx, request);
  if (!token) return null;
  requireScope(token, 'email');
  const { name, email, email_verified, picture } = claimsOf(token, token.scopes);
  return {
    session: {
      id: token.sessionId,
      token: presented(request),
      userId: token.userId,
      expiresAt: token.expiresAt,
      createdAt: token.sessionCreatedAt,
      updatedAt: token.sessionUsedAt,
      ipAddress: token.sessionIp,
      userAgent: token.sessionUserAgent,
    },
    user: {
      id: token.userId,
      name: name ?? email,
      email,
      emailVerified: email_verified,
      ...(picture ? { image: picture } : {}),
      createdAt: token.userCreatedAt,
      updatedAt: token.userUpdatedAt,
    },
  };
}

/** `token` is the session's id, which opens nothing: the cookie's secret never leaves in a body. */
async function sessionOfBrowser({ ctx, request }: Asked) {
  const person = await findSignedInPerson(ctx, request.headers);
  const browser = person && (await findBrowser(person.browserSessionId));
  if (!browser) return null;
  const { id, name, email, emailVerified, image, createdAt, updatedAt } = browser.user;
  return {
    session: {
      ...{ id: browser.id, token: browser.id, userId: id, expiresAt: browser.expires },
      ...{ createdAt: browser.createdAt, updatedAt: browser.secondFactorAt ?? browser.createdAt },
      ...{ ipAddress: browser.ip, userAgent: browser.userAgent },
    },
    user: {
      ...{ id, name: name ?? email, email, emailVerified: emailVerified !== null },
      ...(image ? { image } : {}),
      ...{ createdAt, updatedAt },
    },
  };
}
