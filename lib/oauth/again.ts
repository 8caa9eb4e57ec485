/** What was remembered is old, and is forgotten by now: decide again. */
export class Again extends Error {
  override name = 'Again';
}

/** Each time by what was read since: more would be changes faster than they can be read. */
const mostTries = 5;

/** Do it, and again where it finds that it went by what is old. */
export async function decidingAgain<T>(decide: () => Promise<T>): Promise<T> {
  for (let left = mostTries; ; left--) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof Again) || left === 1) throw error;
    }
  }
}
