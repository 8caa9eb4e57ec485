import type { OwnEvent } from '@/lib/accounts/history';

/** What happened, in plain words; `by an administrator` is said by the page. */
type Words = string | ((event: OwnEvent) => string);

const methods: Record<string, string> = {
  ...{ email: 'a mailed link', passkey: 'a passkey', github: 'GitHub', google: 'Google' },
  ...{ 'microsoft-entra-id': 'Microsoft' },
};
const factors: Record<string, string> = {
  ...{ authenticator: 'an authenticator app', passkey: 'a passkey', synced_passkey: 'a passkey' },
  recovery_code: 'a recovery code',
};
const wordOf = (table: Record<string, string>, code: unknown, otherwise: string): string =>
  typeof code === 'string' && Object.hasOwn(table, code) ? table[code]! : otherwise;

const method = ({ detail }: OwnEvent) => wordOf(methods, detail.method, 'your account at another service');
const factor = ({ detail }: OwnEvent) => wordOf(factors, detail.factor, 'a second factor');
const client = ({ clientName }: OwnEvent) => clientName ?? 'a program';
const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const named = ({ detail }: OwnEvent) =>
  typeof detail.name === 'string' ? `“${detail.name}”` : 'without a name';

const endings: Record<string, string> = {
  revoked_by_client: 'gave its tokens back',
  refresh_token_reused: 'was signed out: a token of it was used twice',
  device_code_replayed: 'was signed out: its code was used twice',
  no_longer_administrator: 'was signed out: it is for administrators alone',
  client_disabled: 'was signed out: the program was disabled',
  client_became_public: 'was signed out: the program changed',
  client_became_administrators_only: 'was signed out: the program changed',
};

export const eventWords: Record<string, Words> = {
  'person.created': 'Your account was made',
  'person.signed_in': (event) => `You signed in with ${method(event)}`,
  'person.signed_out': ({ detail }) =>
    detail.from === 'another_browser' ? 'You signed out another browser' : 'You signed out',
  'person.signed_out_everywhere': 'You were signed out everywhere',
  'second_factor.verified': (event) => `You gave ${factor(event)}`,
  'second_factor.refused': 'A wrong second factor was given',
  'factor.added': (event) => `${capitalized(factor(event))} was added`,
  'factor.changed': (event) => `${capitalized(factor(event))} was renamed`,
  'factor.removed': (event) => `${capitalized(factor(event))} was removed`,
  'factors.reset': 'Your second factors were reset',
  'recovery_codes.renewed': 'New recovery codes were made',
  'person.email_changed': 'Your e-mail address was changed',
  'account.linked': (event) =>
    `Signing in with ${wordOf(methods, event.detail.provider, 'another service')} was set up`,
  'account.taken_over': 'Your address was proved, and what others had set up with it was removed',
  'device.approved': (event) => `You allowed a device to use ${client(event)}`,
  'device.denied': (event) => `A device that asked for ${client(event)} was denied`,
  'device.replayed': (event) => `${client(event)} was signed out: its code was used twice`,
  'session.created': (event) => `A device signed in with ${client(event)}`,
  'session.revoked': (event) => `${client(event)} ${wordOf(endings, event.detail.reason, 'was signed out')}`,
  'session.reported': (event) => `You said of ${client(event)} that it was not you`,
  'refresh_token.reused': (event) => `${client(event)} was signed out: a token of it was used twice`,
  'membership.created': 'You joined an organization',
  'membership.changed': 'Your role in an organization was changed',
  'membership.removed': 'You left an organization, or were removed from it',
  'api_key.created': (event) => `An API key was made: ${named(event)}`,
  'api_key.revoked': (event) => `An API key was revoked: ${named(event)}`,
  'person.disabled': 'Your account was disabled',
  'person.enabled': 'Your account was enabled again',
  'person.role_changed': 'What you may do on this server was changed',
  'person.exported': 'You downloaded your data',
  'admin.set_up': 'You became the first administrator',
};

export const shownActions = Object.keys(eventWords);

export function sayEvent(event: OwnEvent): string {
  const words = eventWords[event.action];
  return typeof words === 'function' ? words(event) : (words ?? event.action);
}

/** In which browser, and from where; empty when nothing is known. */
export const whereOf = ({ detail, ip, by }: OwnEvent): string => {
  if (by === 'administrator') return 'By an administrator';
  const browser = typeof detail.browser === 'string' ? [capitalized(detail.browser)] : [];
  return capitalized([...browser, ...(ip ? [`from ${ip}`] : [])].join(', '));
};
