/** What the overview counts by hour. An audited action is counted under its own name; these besides. */
export const requested = 'device.requested';
export const expired = 'device.expired';
export const liveSessions = 'sessions.live';
export const wrongUserCode = 'user_code.wrong';
/** Followed by how: `sign_in.email`. */
export const signIn = 'sign_in.';

/** What an audited event counts as. */
export function kindsOf({ action, detail }: { action: string; detail: string | null }): string[] {
  if (action !== 'person.signed_in') return [action];
  const method: unknown = detail === null ? null : JSON.parse(detail)?.method;
  return [action, `${signIn}${typeof method === 'string' ? method : 'unknown'}`];
}

export type Count = { hour: Date; kind: string; clientId: string; count: number };

const hourMs = 3_600_000;
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);

type Event = { at: Date; action: string; clientId: string | null; detail: string | null };

/** The events by hour, kind and client, in one order, so that nobody waits for each other in a circle. */
export function tally(events: readonly Event[]): Count[] {
  const counts = new Map<string, Count>();
  for (const event of events)
    for (const kind of kindsOf(event)) {
      const one = { hour: hourOf(event.at), kind, clientId: event.clientId ?? '', count: 0 };
      const key = `${one.hour.toISOString()} ${kind} ${one.clientId}`;
      const kept = counts.get(key) ?? one;
      kept.count += 1;
      counts.set(key, kept);
    }
  return [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}

export const denied = 'device.denied';
export const approved = 'device.approved';
/** A client that nobody has used for so long, measured with how many sessions live. */
export const idleClient = 'client.idle';
export const idleDays = 90;
/** So long before a secret or key expires it is told. */
export const expiringDays = 14;
