import { eventGroups, failingDays } from '@/lib/webhooks/rules';

export const eventsInWords = (events: readonly string[]): string =>
  events.length === 0
    ? 'Everything'
    : events.map((begins) => eventGroups.find((group) => group.begins === begins)?.name ?? begins).join(', ');

type Said = { tone: 'success' | 'error' | 'warning'; title: string; sentence?: string };

/** What a form of a webhook’s page did. */
export const notices: Record<string, Said> = {
  changed: { tone: 'success', title: 'Saved.' },
  unchanged: { tone: 'success', title: 'Nothing was changed.' },
  enabled: {
    tone: 'success',
    title: 'The webhook is enabled.',
    sentence: 'What waited is sent now. Replay what happened while it was disabled.',
  },
  disabled: {
    tone: 'success',
    title: 'The webhook is disabled.',
    sentence: 'Nothing is sent until somebody enables it.',
  },
  secret_kept: {
    tone: 'success',
    title: 'The secret is no longer shown.',
    sentence: 'Whoever has lost it makes a new one.',
  },
  tested: {
    tone: 'success',
    title: 'A test event is on its way.',
    sentence: 'It is in the list below in a few seconds; load the page again.',
  },
  is_disabled: {
    tone: 'error',
    title: 'Nothing was sent.',
    sentence: 'The webhook is disabled. Enable it first.',
  },
  resent: { tone: 'success', title: 'It is sent again, in a few seconds.' },
  replayed: {
    tone: 'success',
    title: 'The events are sent again.',
    sentence: 'They go out in the next seconds; the list below shows how it goes.',
  },
  nothing: { tone: 'success', title: 'There was nothing to send again.' },
  too_many: {
    tone: 'error',
    title: 'Nothing was sent.',
    sentence: 'Those are more than 20,000 events. Choose a later time.',
  },
  no_time: { tone: 'error', title: 'Nothing was sent.', sentence: 'Choose a time of the last 30 days.' },
};

export const disabledWords = (failingSince: Date | null): string =>
  failingSince
    ? `It answered 410, or nothing had arrived there for ${failingDays} days. Mend it, enable it, and replay what it has missed.`
    : 'Nothing is sent, and what happens now is not kept for it.';
