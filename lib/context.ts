import type { Authority } from '@/lib/authority/rules';

/** Who acts. A person is always someone in a signed-in browser: a bearer token never approves anything (I8). */
export type Actor =
  | { type: 'anonymous' }
  | {
      type: 'person';
      userId: string;
      browserSessionId: string;
      authenticatedAt: Date;
      amr: string[];
      /** Over what they administer. */
      authority: Authority;
    }
  /** An API key: of a person, with no more than theirs, or of an organization. */
  | { type: 'api_key'; keyId: string; userId: string | null; scopes: readonly string[]; authority: Authority }
  /** A signed-in device of an administrator's, which calls with its access token: for its own organization, within the token's scopes. */
  | {
      type: 'session';
      sessionId: string;
      userId: string;
      scopes: readonly string[];
      authority: Authority;
    }
  | { type: 'client'; clientId: string }
  | { type: 'system' };

/** Which person acts, in a browser, by a key of theirs or from a device of theirs; null: none, or nobody's own. */
export const actingPerson = ({ actor }: RequestContext): string | null =>
  actor.type === 'person' || actor.type === 'api_key' || actor.type === 'session' ? actor.userId : null;

/** Is it this person who acts? */
export const isOneself = (ctx: RequestContext, userId: string): boolean => actingPerson(ctx) === userId;

/** Fixed once per request, handed to every verb. */
export type RequestContext = {
  /** One clock reading per request; nodes keep NTP. */
  now: Date;
  actor: Actor;
  /** The client's address as the front door saw it, or null where Next.js runs without the front. */
  ip: string | null;
  /** Its /24 or /64: what limits count by. */
  network: string | null;
  userAgent: string | null;
  requestId: string;
};

/** The same request, after it was held for a while (lib/device/waiting.ts). */
export const laterOn = (ctx: RequestContext): RequestContext => ({ ...ctx, now: new Date() });

export const systemContext = (now: Date): RequestContext => ({
  now,
  actor: { type: 'system' },
  ip: null,
  network: null,
  userAgent: null,
  requestId: 'system',
});
