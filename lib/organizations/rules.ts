/** Must the people of an organization have a second factor? `off`: none is offered; whoever has one is still asked for it. */
export const secondFactorPolicies = ['off', 'optional', 'required'] as const;
export type SecondFactorPolicy = (typeof secondFactorPolicies)[number];

export type FactorPolicy = { secondFactor: SecondFactorPolicy; secondFactorGraceDays: number };

/** What an organization allows of the devices that sign in for it; nothing named: as the client says. */
export type SessionPolicy = {
  /** The only clients that may sign people in for it. */
  allowedClients: string[];
  /** The most that a sign-in may be granted. */
  scopeCeiling: string[];
  /** How long a sign-in lives at most, and how long unused. */
  sessionLifetimeSeconds: number | null;
  sessionIdleSeconds: number | null;
};

export type Policy = FactorPolicy & SessionPolicy;
export type Since = { secondFactorRequiredSince: Date | null };
export type PolicySince = Policy & Since;

export const defaultPolicy: Policy = {
  ...{ secondFactor: 'optional', secondFactorGraceDays: 7 },
  ...{ allowedClients: [], scopeCeiling: [], sessionLifetimeSeconds: null, sessionIdleSeconds: null },
};
export const policyFields = Object.keys(defaultPolicy) as (keyof Policy)[];
export const mostGraceDays = 90;

/** How short and how long the policy may make a sign-in; as long as a client's profile can say. */
export const lifetimeBounds = { least: 60, most: 800 * 86_400 };
export const idleBounds = { least: 60, most: 400 * 86_400 };
export const mostAllowedClients = 100;
export const mostScopes = 100;

/** The days of grace count from when it became required, however often they are changed since. */
export function policySince<Wanted extends FactorPolicy>(
  before: (FactorPolicy & Since) | null,
  wanted: Wanted,
  now: Date,
): Wanted & Since {
  const since = before?.secondFactor === 'required' ? (before.secondFactorRequiredSince ?? now) : now;
  return { ...wanted, secondFactorRequiredSince: wanted.secondFactor === 'required' ? since : null };
}

/** When the first of its people must have one: those who belonged to it when it became required. */
export const requiredFrom = (since: Date, { secondFactorGraceDays }: FactorPolicy): Date =>
  new Date(since.getTime() + secondFactorGraceDays * 86_400_000);

/** What is left of these scopes below an organization's ceiling; without one all. */
export const withinCeiling = (scopes: readonly string[], ceiling: readonly string[]): string[] =>
  ceiling.length === 0 ? [...scopes] : scopes.filter((scope) => ceiling.includes(scope));

/** An organization's name in URLs and tokens. `new` is the page that makes one. */
export const isSlug = (text: string): boolean =>
  text.length <= mostSlugLength && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(text) && text !== 'new';
export const mostSlugLength = 63;
