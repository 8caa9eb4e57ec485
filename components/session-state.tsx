import { Badge } from './badge';

const badges = {
  live: { tone: 'success', word: 'Live' },
  blocked: { tone: 'quiet', word: 'Blocked' },
  expired: { tone: 'quiet', word: 'Expired' },
  ended: { tone: 'quiet', word: 'Ended' },
} as const;

/** How a session stands, in a word. */
export const SessionState = ({ state }: { state: keyof typeof badges }) => (
  <Badge tone={badges[state].tone}>{badges[state].word}</Badge>
);
