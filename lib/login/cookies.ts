import { env } from '@/lib/env';

/** `__Host-` binds a cookie to exactly this origin; it needs https, so plain http on loopback goes without (RFC 6265bis §4.1.3.2). */
const prefix = (): string => (env().isHttps ? '__Host-' : '');

export const sessionCookieName = (): string => `${prefix()}doorcode.session`;
/** By which a browser is known again. */
export const browserCookieName = (): string => `${prefix()}doorcode.browser`;

/** Which code this browser entered last, so that the next page can show it. */
export const codeCookieName = (): string => `${prefix()}doorcode.code`;

/** New recovery codes, sealed, until this browser's person says that they have kept them. */
export const newCodesCookieName = (): string => `${prefix()}doorcode.recovery`;

/** A client's new secret, sealed, until this browser's administrator says that they have it. */
export const newSecretCookieName = (): string => `${prefix()}doorcode.secret`;

/** A long form that was not saved yet, sealed. */
export const draftCookieName = (): string => `${prefix()}doorcode.draft`;
/** A new API key, sealed, until the page that shows it is left. */
export const newKeyCookieName = (): string => `${prefix()}doorcode.new-key`;

/** Where a sign-in with a provider goes on. */
export const wayOutCookieName = (): string => `${prefix()}doorcode.way-out`;

/** A webhook’s new secret, until it has been read. */
export const newWebhookSecretCookieName = (): string => `${prefix()}doorcode.webhook`;

export const cookieOptions = () => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  path: '/',
  secure: env().isHttps,
});

/** Auth.js's own cookies, under our names. Those of one sign-in (state, PKCE) live 15 minutes. */
export const authCookies = () => {
  const named = (name: string) => ({ name: `${prefix()}doorcode.${name}`, options: cookieOptions() });
  const short = (name: string) => ({
    name: `${prefix()}doorcode.${name}`,
    options: { ...cookieOptions(), maxAge: 900 },
  });
  return {
    sessionToken: named('session'),
    callbackUrl: named('next'),
    csrfToken: named('csrf'),
    pkceCodeVerifier: short('pkce'),
    state: short('state'),
    nonce: short('nonce'),
  };
};

export function serializeCookie(name: string, value: string, maxAgeSeconds: number): string {
  const secure = env().isHttps ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}
