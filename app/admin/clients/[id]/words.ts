import { mostCountedSessions } from '@/lib/clients/list';

/** What becomes of a client's sign-ins when it loses its right to them. */
export function endsInWords(sessions: number): string {
  if (sessions === 0) return 'Nothing is signed in with it now.';
  const many = sessions.toLocaleString('en');
  const what =
    sessions === 1
      ? 'The one sign-in'
      : sessions < mostCountedSessions
        ? `All ${many} sign-ins`
        : `All sign-ins (more than ${many})`;
  return `${what} that came from it ${sessions === 1 ? 'ends' : 'end'} at once. This cannot be undone: people sign in anew.`;
}

export const sessionsInWords = (count: number): string =>
  count === 0 ? 'None' : `${count.toLocaleString('en')}${count < mostCountedSessions ? '' : ' and more'}`;
