import type { describeOrganization } from '@/lib/organizations/list';
import { mostGraceDays, type Policy, requiredFrom } from '@/lib/organizations/rules';
import { entryOf } from '../../../query';

type Organization = NonNullable<Awaited<ReturnType<typeof describeOrganization>>>;
type Said = { tone: 'success' | 'error'; title: string; sentence: string };

/** What saving the policy came to. */
const notices: Record<string, Said> = {
  changed: {
    tone: 'success',
    title: 'Saved',
    sentence: 'It counts from now on, for each of its people at their next page.',
  },
  unchanged: { tone: 'success', title: 'Nothing to save', sentence: 'It was like that already.' },
  managed_by_file: {
    tone: 'error',
    title: 'Nothing was saved: managed by CLIENTS_FILE',
    sentence: 'The file decides about this organization. Change it there, then reload with kill -HUP.',
  },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);

export const wrongDays = `Enter a whole number of days, from 0 to ${mostGraceDays}.`;

export const policyInWords = (policy: Policy): string =>
  ({ off: 'Not offered', optional: 'Optional', required: 'Required' })[policy.secondFactor];

export const daysInWords = (days: number): string =>
  days === 0 ? 'none, so at once' : days === 1 ? '1 day' : `${days} days`;

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
