/** What becomes of a client's sign-ins when it loses its right to them. */
export function endsInWords(sessions: number): string {
  if (sessions === 0) return 'Nothing is signed in with it now.';
  const what = sessions === 1 ? 'The one sign-in' : `All ${sessions.toLocaleString('en')} sign-ins`;
  return `${what} that came from it ${sessions === 1 ? 'ends' : 'end'} at once. This cannot be undone: people sign in anew.`;
}
