/** Kinds of events that an endpoint can ask for, by how their actions begin. */
export const eventGroups = [
  { begins: 'device.', name: 'Device requests', about: 'allowed, denied, a code that came again' },
  { begins: 'session.', name: 'Device sessions', about: 'begun, revoked, reported as somebody else’s' },
  { begins: 'sessions.', name: 'Many sessions at once', about: 'revoked by a filter' },
  { begins: 'refresh_token.', name: 'Reused refresh tokens', about: 'a sign that a token was copied' },
  { begins: 'person.', name: 'People', about: 'created, signed in, signed out, changed' },
  { begins: 'second_factor.', name: 'Second factors in use', about: 'given, refused' },
  { begins: 'factor', name: 'Second factors', about: 'added, changed, removed, reset' },
  { begins: 'recovery_codes.', name: 'Recovery codes', about: 'made anew' },
  { begins: 'account.', name: 'Linked accounts', about: 'linked, taken over' },
  { begins: 'organization.', name: 'Organizations', about: 'created, changed' },
  { begins: 'membership.', name: 'Members', about: 'added, changed, removed' },
  { begins: 'invitation.', name: 'Invitations', about: 'sent, accepted, withdrawn' },
  { begins: 'client.', name: 'Clients', about: 'created, changed, disabled' },
  { begins: 'api_key.', name: 'API keys', about: 'created, changed, revoked' },
  { begins: 'webhook.', name: 'Webhooks', about: 'created, changed, disabled' },
  { begins: 'settings.', name: 'Settings', about: 'changed' },
  { begins: 'signing_key.', name: 'Signing keys', about: 'created, deleted' },
  { begins: 'admin.', name: 'Administrators', about: 'the first one' },
  { begins: 'token.', name: 'Looked-up tokens', about: 'by an administrator' },
  { begins: 'audit.', name: 'The audit log itself', about: 'exported, pruned' },
] as const;

/** Does an endpoint that asks for these want this action? None: all. */
export const isWanted = (events: readonly string[], action: string): boolean =>
  events.length === 0 || events.some((begins) => action.startsWith(begins));

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);

export type UrlProblem = 'unreadable' | 'insecure' | 'credentials' | 'fragment';

/** May events be sent there? https, or http to this machine; nothing secret in the address, which pages and logs show. */
export function checkUrl(typed: string): { url: string } | { problem: UrlProblem } {
  const url = typed.length <= 2_000 && URL.canParse(typed) ? new URL(typed) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return { problem: 'unreadable' };
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return { problem: 'insecure' };
  if (url.username || url.password) return { problem: 'credentials' };
  if (url.hash) return { problem: 'fragment' };
  return { url: url.href };
}

/** How often one delivery is tried; the tries are about three days apart in all. */
export const mostAttempts = 14;
export const timeoutSeconds = 10;
/** A try that has not said how it ended is anybody's again. */
export const leaseSeconds = 60;
/** Nothing has arrived for so long: it is disabled. */
export const failingDays = 5;
/** How long the secret before signs as well. */
export const overlapSeconds = 86_400;

const [firstSeconds, growth, mostSeconds] = [10, 3, 43_200];

/** How long to wait after this many tries that failed: three times as long each time, half a day at most, ±20%. `chance`: 0 to 1. */
export function retrySeconds(attempts: number, chance: number): number | null {
  if (attempts >= mostAttempts) return null;
  const plain = Math.min(firstSeconds * growth ** (attempts - 1), mostSeconds);
  return Math.round(plain * (0.8 + 0.4 * chance));
}

/** What came of a try. */
export type Answer = { status: number | null; error: string | null };
export type Verdict =
  | { state: 'delivered' }
  /** 410: whoever is there wants no more. */
  | { state: 'gone' }
  | { state: 'retry'; seconds: number }
  | { state: 'given_up' };

export function decideDelivery({ status }: Answer, attempts: number, chance: number): Verdict {
  if (status !== null && status >= 200 && status < 300) return { state: 'delivered' };
  if (status === 410) return { state: 'gone' };
  const seconds = retrySeconds(attempts, chance);
  return seconds === null ? { state: 'given_up' } : { state: 'retry', seconds };
}

/** Has it failed for so long that it is disabled? */
export const hasFailedTooLong = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= failingDays * 86_400_000;

/** So many webhooks there may be: each gets its copy of what is sealed, in the transaction that seals it. */
export const mostEndpoints = 20;
