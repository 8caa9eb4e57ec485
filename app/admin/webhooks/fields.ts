import { z } from 'zod';
import { checkUrl, eventGroups, mostEndpoints, type UrlProblem } from '@/lib/webhooks/rules';
import type { EndpointSettings } from '@/lib/webhooks/store';

/** What a webhook is set to, as the form sends it: a box for each group of events, since a form repeats no name. */
const boxes = Object.fromEntries(eventGroups.map((_, at) => [`group_${at}`, z.literal('on').optional()]));
export const settingsFields = z.object({
  // A field that is sent empty is as if it were not sent.
  url: z.string().max(2_000).default(''),
  description: z.string().max(200).default(''),
  which: z.enum(['all', 'chosen']),
  ...(boxes as Record<`group_${number}`, z.ZodOptional<z.ZodLiteral<'on'>>>),
});
export type Sent = z.infer<typeof settingsFields>;

export type SettingsProblem = UrlProblem | 'no_events' | 'too_many';

const groupsOf = (sent: Partial<Record<string, unknown>>): string[] =>
  eventGroups.filter((_, at) => sent[`group_${at}`] === 'on').map(({ begins }) => begins);

export function readSettings(sent: Sent): { settings: EndpointSettings } | { problem: SettingsProblem } {
  const checked = checkUrl(sent.url.trim());
  if ('problem' in checked) return checked;
  const events = sent.which === 'all' ? [] : groupsOf(sent);
  if (sent.which === 'chosen' && events.length === 0) return { problem: 'no_events' };
  return { settings: { url: checked.url, description: sent.description.trim() || null, events } };
}

/** What was sent, to come back into the form: the address is shown on the page anyway. */
export const keptOf = (sent: Sent): Record<string, string | undefined> => ({
  ...{ url: sent.url || undefined, description: sent.description || undefined, which: sent.which },
  groups: groupsOf(sent).join(' ') || undefined,
});
export const keptNames = ['url', 'description', 'which', 'groups'] as const;

export const problemWords: Record<SettingsProblem, { field: 'url' | 'events'; sentence: string }> = {
  unreadable: {
    field: 'url',
    sentence: 'This is no address. Write it whole, such as https://hooks.example.com/doorcode.',
  },
  insecure: { field: 'url', sentence: 'Use https. Only to this machine itself (localhost) may it be http.' },
  credentials: {
    field: 'url',
    sentence: 'Leave name and password out of the address: the signature proves that it is we.',
  },
  fragment: { field: 'url', sentence: 'Leave out what follows the #: it is never sent.' },
  too_many: {
    field: 'url',
    sentence: `There are ${mostEndpoints} webhooks already, which is the most. Delete one that nobody needs, then create this one.`,
  },
  no_events: { field: 'events', sentence: 'Choose at least one kind of event, or all of them.' },
};
