import { writeDuration } from '@/lib/organizations/duration';
import type { describeOrganization } from '@/lib/organizations/list';
import { type FactorPolicy, requiredFrom, type SessionPolicy } from '@/lib/organizations/rules';
import { entryOf } from '../../../query';

type Organization = NonNullable<Awaited<ReturnType<typeof describeOrganization>>>;
type Said = { tone: 'success' | 'error'; title: string; sentence: string };

const done = (title: string, sentence: string): Said => ({ tone: 'success', title, sentence });
const failed = (title: string, sentence: string): Said => ({ tone: 'error', title, sentence });

/** What a form of the page, or of one of a member, came to. */
const notices: Record<string, Said> = {
  created: done('The organization is created', 'Nobody belongs to it yet. Invite its first owner below.'),
  changed: done('Saved', 'It counts from now on, for each of its people at their next page.'),
  role_changed: done('The role is changed', 'It counts from now on, from their next page.'),
  renamed: done('Renamed', 'People see the new name from now on.'),
  unchanged: done('Nothing to save', 'It was like that already.'),
  domains: done(
    'The e-mail domains are saved',
    'Whoever proves an address there joins at their next sign-in.',
  ),
  disabled: done(
    'The organization is disabled',
    'Its sign-ins and API keys do not count any more, and nobody is signed in for it. Enable it to undo this.',
  ),
  enabled: done(
    'The organization is enabled',
    'What was signed in for it, and has not ended since, counts again.',
  ),
  default: failed('Nothing was changed', 'Everybody belongs to the default organization, and it stays on.'),
  invited: done(
    'The invitation is on its way',
    'Its link works for 7 days, for an account with that address.',
  ),
  mail_failed: failed(
    'The invitation is there, but its mail could not be sent',
    'Check the address and the mail server, then press “Send again”.',
  ),
  withdrawn: done('The invitation is withdrawn', 'Its link works no more.'),
  no_invitation: failed('That invitation is gone', 'It was answered or withdrawn, or it has expired.'),
  too_many: failed('Too many mails', 'Nothing was sent. Wait a quarter of an hour, then try again.'),
  owners_only: failed(
    'Nothing was changed: this is for owners',
    'Only an owner, or an administrator of the server, makes, changes or removes an owner.',
  ),
  last_owner: failed(
    'Nothing was changed: this is the only owner',
    'An organization that has an owner keeps one. Make somebody else an owner first.',
  ),
  removed: done('The member is removed', 'Their sign-ins for this organization have ended.'),
  unknown: failed('Nothing was changed', 'That is not here any more. Load the page again.'),
  managed_by_file: failed(
    'Nothing was saved: managed by CLIENTS_FILE',
    'The file decides about this organization. Change it there, then reload with kill -HUP.',
  ),
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);

const wrongInvitations: Record<string, string> = {
  invalid_email: 'Enter one e-mail address, such as ada@example.com.',
  already_invited: 'This address is invited already. Send it again below, or withdraw it first.',
  already_member: 'This person is a member already. Change their role among the members.',
  owners_only: 'Only an owner, or an administrator of the server, makes somebody an owner.',
  not_allowed_here:
    'Addresses of this domain may have no account on this server (SIGN_UP). Ask whoever runs it.',
  too_many: 'Too many mails were sent there. Wait a quarter of an hour, then try again.',
};
export const wrongInvitation = (code: string | undefined): string | null => entryOf(wrongInvitations, code);

const wrongDomainWords: Record<string, string> = {
  domains: 'Enter domains such as acme.example, at most 100; other letters in their ASCII form (xn--…).',
  domain_taken: 'One of these belongs to another organization. Remove it there first.',
};
export const wrongDomains = (code: string | undefined): string | null => entryOf(wrongDomainWords, code);

export const wrongName = 'Enter a name of at most 100 characters, all of them visible.';

export const policyInWords = (policy: FactorPolicy): string =>
  ({ off: 'Not offered', optional: 'Optional', required: 'Required' })[policy.secondFactor];

export const daysInWords = (days: number): string =>
  days === 0 ? 'none, so at once' : days === 1 ? '1 day' : `${days} days`;

/** What the policy allows devices, where it says anything. */
export const devicesInWords = (policy: SessionPolicy): { label: string; words: string }[] => [
  ...(policy.allowedClients.length > 0
    ? [{ label: 'Clients', words: policy.allowedClients.join(', ') }]
    : []),
  ...(policy.scopeCeiling.length > 0
    ? [{ label: 'Most scopes', words: policy.scopeCeiling.join(', ') }]
    : []),
  ...(policy.sessionLifetimeSeconds !== null
    ? [{ label: 'A sign-in ends after', words: writeDuration(policy.sessionLifetimeSeconds) }]
    : []),
  ...(policy.sessionIdleSeconds !== null
    ? [{ label: 'And unused after', words: writeDuration(policy.sessionIdleSeconds) }]
    : []),
];

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** Whom it concerns that a second factor is required, and by when they must have one: as it is, or if it came to be now. */
export const whatItMeans = (organization: Organization, now: Date): string =>
  [whoHasNone(organization), organization.peopleWithout > 0 && byWhen(organization, now), later(organization)]
    .filter(Boolean)
    .join(' ');

function whoHasNone({ people, peopleWithout }: Organization): string {
  if (people === 0) return 'It has no people yet.';
  if (peopleWithout === 0) return 'All of its people have a second factor.';
  if (people === 1) return 'Its only person has no second factor yet.';
  if (peopleWithout === people) return `None of its ${people} people has a second factor yet.`;
  return `${peopleWithout} of its ${people} people ${peopleWithout === 1 ? 'has' : 'have'} no second factor yet.`;
}

function byWhen(organization: Organization, now: Date): string {
  const { secondFactor, secondFactorRequiredSince: since, secondFactorGraceDays: days } = organization;
  if (secondFactor !== 'required' || !since)
    return days === 0
      ? 'If you require it with 0 days, they must set one up before they can go on.'
      : `If you require it today with ${daysInWords(days)}, they must have one by ${day.format(requiredFrom(now, organization))}.`;
  const from = requiredFrom(since, organization);
  const must =
    from <= now ? 'must set one up now, before they can go on' : `must have one by ${day.format(from)}`;
  return `It is required since ${day.format(since)}: who belonged to it then ${must}.`;
}

const later = ({ secondFactorGraceDays: days }: Organization): string =>
  days === 0
    ? 'Whoever joins later has to set one up at once.'
    : `Whoever joins later has ${daysInWords(days)} from then.`;
