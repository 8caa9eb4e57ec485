/** The server cannot start, and this sentence says why and what to do. */
export class StartError extends Error {
  override name = 'StartError';
}
