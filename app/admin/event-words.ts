import type { HistoryEvent } from '@/lib/sessions/history';
import { entryOf } from '../query';
import { reasonInWords } from './sessions/reasons';

/** What happened, in plain words. */
const words: Record<string, string> = {
  'device.approved': 'The request of a device was allowed',
  'device.denied': 'The request of a device was denied, or taken back',
  'device.replayed': 'The device code came again, long after it was used: the session ended',
  'session.created': 'The device came for its tokens: the session began',
  'session.revoked': 'The session was ended',
  'session.reported': 'Its person said that this was not them: the session ended',
  'refresh_token.reused': 'A refresh token that was used already came again: the session ended',
  'token.looked_up': 'An administrator looked up a token',
  'person.created': 'The account was made',
  'person.signed_in': 'Signed in',
  'person.signed_out': 'Signed out of a browser',
  'person.signed_out_everywhere': 'Signed out everywhere',
  'person.email_changed': 'The address was changed',
  'person.disabled': 'The account was disabled',
  'person.enabled': 'The account was enabled again',
  'person.role_changed': 'The role was changed',
  'second_factor.verified': 'Gave a second factor',
  'second_factor.refused': 'A second factor was wrong',
  'factor.added': 'A second factor was added',
  'factor.changed': 'A second factor was changed',
  'factor.removed': 'A second factor was removed',
  'factors.reset': 'The second factors were reset',
  'recovery_codes.renewed': 'New recovery codes were made',
  'account.linked': 'Another way to sign in was added',
  'account.taken_over': 'The address was proved by its owner; what was there before was ended',
  'membership.created': 'Became a member of an organization',
  'admin.set_up': 'Became the first administrator',
  'sessions.revocation_started': 'Began to revoke many sessions',
};

export const eventInWords = ({ action, detail }: Pick<HistoryEvent, 'action' | 'detail'>): string => {
  const said = entryOf(words, action) ?? action;
  const reason = typeof detail?.reason === 'string' ? reasonInWords(detail.reason) : null;
  const role = action === 'person.role_changed' && typeof detail?.to === 'string' ? detail.to : null;
  return `${said}${role ? ` to ${role === 'admin' ? 'administrator' : 'user'}` : ''}.${reason ? ` ${reason}` : ''}`;
};

/** Who did it, in words; null for who had not signed in yet. */
export function actorInWords({
  actorType,
  actorName,
}: Pick<HistoryEvent, 'actorType' | 'actorName'>): string | null {
  switch (actorType) {
    case 'person':
      return actorName ?? 'a person who is deleted';
    case 'client':
      return `the program ${actorName ?? 'that is deleted'}`;
    case 'api_key':
      return `the API key ${actorName ?? 'that is deleted'}`;
    case 'system':
      return 'this server';
    default:
      return null;
  }
}
