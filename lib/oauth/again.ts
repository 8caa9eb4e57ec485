/** What was remembered is old, and is forgotten by now: decide again. */
export class Again extends Error {
  override name = 'Again';
}

/** Do it, and once more where it finds that it went by what is old. */
export async function decidingAgain<T>(decide: () => Promise<T>): Promise<T> {
  try {
    return await decide();
  } catch (error) {
    if (error instanceof Again) return decide();
    throw error;
  }
}
