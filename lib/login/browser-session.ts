import type { Authority } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { randomSecret, sha256 } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';
import { amrOfFactor, type Factor } from '@/lib/login/acr';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import {
  type BrowserSessionRow,
  deleteBrowserSession,
  findBrowserSession,
  replaceBrowserToken,
  strengthenSession,
} from '@/lib/login/store';
import { isSecondFactorRequiredOfAdmins } from '@/lib/settings/admin-second-factor';

/** A person in a signed-in browser. */
export type Person = BrowserSessionRow;

export const browserSessionSeconds = 14 * 24 * 3600;

export const newBrowserToken = (): string => randomSecret().toString('base64url');
export const hashBrowserToken = (token: string): string => sha256(token).toString('hex');

/** Who is signed in with this request's cookies, or null. Reads only. */
export async function findPerson(
  ctx: RequestContext,
  headers: { get(name: string): string | null },
): Promise<Person | null> {
  const token = readCookie(headers.get('cookie'), sessionCookieName());
  const person = token ? await findBrowserSession(hashBrowserToken(token), ctx.now) : null;
  if (!person) return null;
  const secondFactorRequired = await earliest(person);
  // Who must have one is offered one.
  const secondFactorOffered = person.secondFactorOffered || secondFactorRequired !== null;
  return { ...person, secondFactorOffered, secondFactorRequired };
}

/** Whom this `Set-Cookie` has just signed in. */
export const findSignedIn = (ctx: RequestContext, setCookie: string): Promise<Person | null> =>
  findPerson(ctx, new Headers({ cookie: setCookie.split(';')[0]! }));

/** What the person's organizations require, and what this server requires of administrators, at once. */
const earliest = async (person: Person): Promise<Person['secondFactorRequired']> =>
  person.role === 'admin' && (await isSecondFactorRequiredOfAdmins())
    ? { by: null, from: new Date(0) }
    : person.secondFactorRequired;

/** The context from now on: this person acts. */
export const actingAs = (ctx: RequestContext, person: Person): RequestContext => ({
  ...ctx,
  actor: {
    type: 'person',
    userId: person.userId,
    browserSessionId: person.browserSessionId,
    authenticatedAt: person.authenticatedAt,
    amr: person.amr,
    authority: authorityOfPerson(person),
  },
});

/** Over what this person administers. */
export const authorityOfPerson = ({ role, administers }: Person): Authority => ({
  isPlatformAdmin: role === 'admin',
  organizations: administers,
});

/** End this browser's session; devices stay signed in. */
export const endBrowserSession = (ctx: RequestContext, person: Person): Promise<void> =>
  deleteBrowserSession(ctx, person);

/** After a role change: the same session under a new token. Returns its `Set-Cookie`; none when the session is gone. */
export async function rotateBrowserSession(ctx: RequestContext, person: Person): Promise<string[]> {
  const token = newBrowserToken();
  const expires = await replaceBrowserToken(person.browserSessionId, hashBrowserToken(token));
  return expires ? [sessionCookie(ctx, token, expires)] : [];
}

/** After a second factor: the same, and the session is worth more from now on. */
export async function strengthenBrowserSession(
  db: Db,
  ctx: RequestContext,
  person: Person,
  factor: Factor,
): Promise<string[]> {
  const token = newBrowserToken();
  const change = { tokenHash: hashBrowserToken(token), amr: amrOfFactor[factor], at: ctx.now };
  const expires = await strengthenSession(db, person.browserSessionId, change);
  return expires ? [sessionCookie(ctx, token, expires)] : [];
}

const sessionCookie = (ctx: RequestContext, token: string, expires: Date): string =>
  serializeCookie(sessionCookieName(), token, Math.floor((expires.getTime() - ctx.now.getTime()) / 1000));

export function readCookie(header: string | null, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim() || null;
  }
  return null;
}
