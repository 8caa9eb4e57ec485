import type { describeOrganization } from '@/lib/organizations/list';
import { mostGraceDays, type Policy, requiredFrom } from '@/lib/organizations/rules';

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

export const findNotice = (code: string | undefined): Said | null =>
  (code !== undefined && Object.hasOwn(notices, code) && notices[code]) || null;

export const wrongDays = `Enter a whole number of days, from 0 to ${mostGraceDays}.`;

export const policyInWords = (policy: Policy): string =>
  ({ off: 'Not offered', optional: 'Optional', required: 'Required' })[policy.secondFactor];

export const daysInWords = (days: number): string =>
  days === 0 ? 'none, so at once' : days === 1 ? '1 day' : `${days} days`;

/** Whom it concerns that a second factor is required. */
export function whoHasNone({ people, peopleWithout }: Organization): string {
  if (people === 0) return 'It has no people yet.';
  if (peopleWithout === 0) return 'All of its people have a second factor.';
  const all = people === 1 ? 'Its only person' : `${peopleWithout} of its ${people} people`;
  return `${all} ${people === 1 || peopleWithout === 1 ? 'has' : 'have'} no second factor yet.`;
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** By when whoever has none must have one, as it is, or if it were required now. */
export function byWhen(organization: Organization, now: Date): string {
  const { secondFactor, secondFactorRequiredSince: since, secondFactorGraceDays: days } = organization;
  const later = `Whoever joins later has ${days === 0 ? 'to set one up at once' : `${daysInWords(days)} from then`}.`;
  if (secondFactor !== 'required' || !since) {
    if (days === 0)
      return `If you require it with 0 days, they must set one up before they can go on. ${later}`;
    const by = day.format(requiredFrom(now, organization));
    return `If you require it today with ${daysInWords(days)}, they must have one by ${by}. ${later}`;
  }
  const from = requiredFrom(since, organization);
  const must = `must have one ${from <= now ? 'now, and set one up before they can go on' : `by ${day.format(from)}`}`;
  return `It is required since ${day.format(since)}: who belonged to it then ${must}. ${later}`;
}
