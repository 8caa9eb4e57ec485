import type { AskedProblem } from '@/lib/audit/asked';
import { words } from '@/lib/audit/phrases';
import { eventGroups } from '@/lib/webhooks/rules';

/** What to do about a field that cannot be looked for. */
export const problemWords: Record<AskedProblem, string> = {
  unknown_person: 'Nobody here has this address. Check it, or look for an id.',
  unknown_organization: 'There is no such organization. Look for its slug.',
  no_place: 'This is no address and no network as the log has them, such as 203.0.113.7 or 203.0.113.0/24.',
  no_time: 'This is no time. Write it as 2026-11-21T16:04, in UTC.',
};

/** To choose from: beginnings first. */
export const actionChoices = [...eventGroups.map(({ begins }) => begins), ...Object.keys(words)];
