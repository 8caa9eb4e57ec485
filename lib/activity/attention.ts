import type { AlarmKind } from '@/lib/audit/alarm';

/** What needs attention: rules over figures, without looking anything up. */
export type Figures = {
  now: Date;
  /** Of this hour and the last, and how many those hours have otherwise, on average of the week before. */
  denials: Recent;
  wrongCodes: Recent;
  /** In the last day. */
  reusedRefreshTokens: number;
  /** In the last week. */
  reportedSessions: number;
  /** Enabled, older than 90 days, and not used for so long. */
  idleClients: { id: string; name: string }[];
  keys: { isOverdue: boolean; nextSignsFrom: Date | null };
  /** Within 14 days. */
  expiringSecrets: { clientId: string; name: string; expiresAt: Date }[];
  expiringApiKeys: { id: string; name: string; expiresAt: Date }[];
  webhooks: { id: string; url: string; isDisabled: boolean; failingSince: Date }[];
  unsealedSince: Date | null;
  isSealingBehind: boolean;
  /** What the node that is asked has found. */
  auditAlarms: readonly AlarmKind[];
};
export type Recent = { recent: number; usual: number };

export type Concern = {
  /** `act`: somebody should do something. `know`: it goes on by itself. */
  urgency: 'act' | 'know';
  title: string;
  sentence: string;
  link: { href: string; name: string };
};

/** Three times what is usual, and enough that it is no chance. */
export const isSpike = ({ recent, usual }: Recent): boolean => recent >= 10 && recent > 3 * usual;

const plural = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

const list = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
};

const daysUntil = (at: Date, now: Date): string =>
  plural(Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 86_400_000)), 'day', 'days');

/** The most urgent first. */
export function findConcerns(figures: Figures): Concern[] {
  const concerns = rules.flatMap((rule) => rule(figures) ?? []);
  return [
    ...concerns.filter(({ urgency }) => urgency === 'act'),
    ...concerns.filter(({ urgency }) => urgency === 'know'),
  ];
}

const audit = (action: string, name = 'See the events') => ({ href: `/admin/audit?action=${action}`, name });
const average = (usual: number): string => (usual < 1 ? 'less than one' : `about ${Math.round(usual)}`);

const retentionLink = { href: '/admin/audit/settings', name: 'See the retention' };
const settingsLink = { href: '/admin/audit/settings', name: 'See how far it is sealed' };

const rules: ((figures: Figures) => Concern | null)[] = [
  ({ reusedRefreshTokens: count }) =>
    count === 0
      ? null
      : {
          urgency: 'act',
          title: 'A refresh token was used twice',
          sentence: `${plural(count, 'session was', 'sessions were')} ended in the last day because a used refresh token came again: somebody has a copy.`,
          link: audit('refresh_token.reused'),
        },
  ({ reportedSessions: count }) =>
    count === 0
      ? null
      : {
          urgency: 'act',
          title: 'Somebody said “This was not me”',
          sentence: `${plural(count, 'device was', 'devices were')} reported in the last week and ended. Ask the person, and look from where it was.`,
          link: audit('session.reported'),
        },
  ({ denials }) =>
    !isSpike(denials)
      ? null
      : {
          urgency: 'act',
          title: 'More requests are denied than usual',
          sentence: `${plural(denials.recent, 'request was', 'requests were')} denied in this hour and the last; usual are ${average(denials.usual)}. Somebody may be sending codes to people.`,
          link: audit('device.denied'),
        },
  ({ wrongCodes }) =>
    !isSpike(wrongCodes)
      ? null
      : {
          urgency: 'act',
          title: 'More wrong codes are entered than usual',
          sentence: `${plural(wrongCodes.recent, 'wrong code', 'wrong codes')} in this hour and the last; usual are ${average(wrongCodes.usual)}. Limits hold guessing off; see who is signing in.`,
          link: audit('person.signed_in', 'See who signed in'),
        },
  ({ auditAlarms }) =>
    !auditAlarms.includes('head')
      ? null
      : {
          urgency: 'act',
          title: 'The end of the audit log was removed',
          sentence:
            'A sealed batch that this server has seen is gone or another one: somebody wrote to the database. Nothing is sealed until it is back. Run npm run audit:verify, and read “When the end is gone” in docs/audit.md.',
          link: settingsLink,
        },
  ({ auditAlarms }) =>
    !auditAlarms.includes('retention')
      ? null
      : {
          urgency: 'act',
          title: 'Old audit rows are not deleted',
          sentence:
            'A batch of the audit log is not as it was sealed, or AUTH_SECRET is another one than when it was; so none is deleted for its age. Run npm run audit:verify.',
          link: retentionLink,
        },
  ({ auditAlarms }) =>
    !auditAlarms.includes('clocks')
      ? null
      : {
          urgency: 'act',
          title: 'Two clocks differ',
          sentence:
            'The clocks of the database and of this server differ by more than a minute, so no old audit rows are deleted. Set both right; within an hour it goes on.',
          link: retentionLink,
        },
  ({ isSealingBehind, unsealedSince }) =>
    !isSealingBehind || !unsealedSince
      ? null
      : {
          urgency: 'act',
          title: 'The audit log is not being sealed',
          sentence: `Rows wait since ${unsealedSince.toISOString().slice(0, 16).replace('T', ' ')} UTC. Until they are sealed a change of them would not be found, and webhooks are not told. See the server’s log.`,
          link: settingsLink,
        },
  ({ webhooks }) =>
    webhooks.length === 0
      ? null
      : {
          urgency: 'act',
          title: webhooks.some(({ isDisabled }) => isDisabled)
            ? 'A webhook was disabled'
            : 'A webhook is failing',
          sentence: `Nothing arrives at ${list(webhooks.map(({ url }) => new URL(url).host))}. ${
            webhooks.some(({ isDisabled }) => isDisabled)
              ? 'Mend it, then enable it again and replay what it has missed.'
              : 'Each event is tried for three days; after five days the webhook is disabled.'
          }`,
          link:
            webhooks.length === 1
              ? { href: `/admin/webhooks/${webhooks[0]!.id}`, name: 'See the webhook' }
              : { href: '/admin/webhooks', name: 'See the webhooks' },
        },
  ({ keys }) =>
    !keys.isOverdue
      ? null
      : {
          urgency: 'act',
          title: 'The signing keys were not rotated',
          sentence:
            'New keys are due and none was made. The server’s log says why; npm run keys:rotate makes them now.',
          link: audit('signing_key.', 'See what happened to keys'),
        },
  ({ expiringSecrets: secrets, now }) =>
    secrets.length === 0
      ? null
      : {
          urgency: 'act',
          title: 'A client secret is about to expire',
          sentence: `Of ${list([...new Set(secrets.map(({ name }) => name))])}, the first in ${daysUntil(secrets[0]!.expiresAt, now)}. Give the client another one before that.`,
          link: {
            href: `/admin/clients/${encodeURIComponent(secrets[0]!.clientId)}`,
            name: 'See the client',
          },
        },
  ({ expiringApiKeys: keys, now }) =>
    keys.length === 0
      ? null
      : {
          urgency: 'know',
          title: 'An API key is about to expire',
          sentence: `${list(keys.map(({ name }) => name))}, the first in ${daysUntil(keys[0]!.expiresAt, now)}. Whoever uses it needs another one.`,
          link: { href: `/admin/audit?target=${keys[0]!.id}`, name: 'See its history' },
        },
  ({ keys }) =>
    keys.isOverdue || !keys.nextSignsFrom
      ? null
      : {
          urgency: 'know',
          title: 'The signing keys are about to change',
          sentence: `New keys are published and sign from ${keys.nextSignsFrom.toISOString().slice(0, 16).replace('T', ' ')} UTC. Services that verify tokens fetch them by themselves.`,
          link: audit('signing_key.', 'See what happened to keys'),
        },
  ({ idleClients }) =>
    idleClients.length === 0
      ? null
      : {
          urgency: 'know',
          title: 'Clients that nobody uses',
          sentence: `${list(idleClients.map(({ name }) => name))}: not used for 90 days. Disable what nobody needs.`,
          link:
            idleClients.length === 1
              ? { href: `/admin/clients/${encodeURIComponent(idleClients[0]!.id)}`, name: 'See the client' }
              : { href: '/admin/clients', name: 'See the clients' },
        },
];
