/** The message is one sentence that says what is wrong and what to do. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError';
}

/** The `code` of a Node or PostgreSQL error, such as `ENOENT` or `57P03`. */
export function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}

/** Turns what the file system refuses into a sentence about the directory that the operator knows. */
export function fileSystemError(error: unknown, directory: string): unknown {
  const message = {
    EACCES: `${directory} is not writable by this account: give it to the account, or set DATA_DIR to a directory that is.`,
    EPERM: `${directory} is not writable by this account: give it to the account, or set DATA_DIR to a directory that is.`,
    EROFS: `${directory} is on a read-only file system: set DATA_DIR to a directory that is writable.`,
    ENOTDIR: `${directory} cannot be a directory, since a file is in its place: set DATA_DIR to another path.`,
    EEXIST: `${directory} cannot be a directory, since a file is in its place: set DATA_DIR to another path.`,
    ENOSPC: diskFull(directory),
    EDQUOT: diskFull(directory),
  }[codeOf(error)];
  return message === undefined ? error : new EmbeddedError(message, { cause: error });
}

export function diskFull(directory: string): string {
  return `The disk that holds ${directory} is full: free some space and start again.`;
}
