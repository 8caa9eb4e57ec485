import { join } from 'node:path';
import { configDirectory } from './config-directory.js';
import { DoorcodeError } from './errors.js';
import { type LockOptions, withFileLock } from './file-lock.js';
import { type Notice, readPrivateFile, requirePrivateDirectory, writePrivateFile } from './private-file.js';
import { parseServerUrl } from './server-url.js';
import { isRecord, parseSession, type Session } from './session.js';

/** Options of {@link SessionFile}. */
export interface SessionFileOptions {
  /** A folder that belongs to this program alone. Default `configDirectory('doorcode')`. */
  readonly directory?: string;
  /** Told when too wide permissions were put right. Default: nobody. */
  readonly notice?: Notice;
}

const VERSION = 1;

/**
 * The logins of one user of this machine, one per server: `sessions.json`, mode 0600, in a folder with mode 0700.
 * Every change is made under a lock and replaces the file as a whole. A file that can not be understood is left
 * as it is, and every method throws `session_file_corrupt`.
 */
export class SessionFile {
  readonly path: string;
  readonly #directory: string;
  readonly #notice: Notice;

  constructor({ directory = configDirectory('doorcode'), notice = () => {} }: SessionFileOptions = {}) {
    this.#directory = directory;
    this.path = join(directory, 'sessions.json');
    this.#notice = notice;
  }

  /** The login at a server, or undefined. */
  async read(serverUrl: string): Promise<Session | undefined> {
    const sessions = await this.#readAll();
    return this.#find(sessions, keyOf(serverUrl));
  }

  /**
   * Replaces the login at a server by what `change` makes of it: undefined forgets it, the same object keeps it,
   * throwing keeps it too. No other process changes the file meanwhile, so `change` may go and refresh.
   */
  async update(
    serverUrl: string,
    change: (current: Session | undefined) => Promise<Session | undefined> | Session | undefined,
    options: LockOptions = {},
  ): Promise<Session | undefined> {
    const key = keyOf(serverUrl);
    await requirePrivateDirectory(this.#directory, this.#notice);
    return withFileLock(
      `${this.path}.lock`,
      async () => {
        const sessions = await this.#readAll();
        const current = this.#find(sessions, key);
        const changed = await change(current);
        if (changed === current) return current;
        if (changed) sessions.set(key, changed);
        else sessions.delete(key);
        const content = { version: VERSION, sessions: Object.fromEntries(sessions) };
        await writePrivateFile(this.path, `${JSON.stringify(content, null, 2)}\n`, this.#notice);
        return changed;
      },
      options,
    );
  }

  async #readAll(): Promise<Map<string, unknown>> {
    const text = await readPrivateFile(this.path, this.#notice);
    if (text === undefined) return new Map();
    const content = parseJson(text);
    if (!isRecord(content) || content.version !== VERSION || !isRecord(content.sessions))
      throw this.#corrupt();
    return new Map(Object.entries(content.sessions));
  }

  #find(sessions: Map<string, unknown>, key: string): Session | undefined {
    const value = sessions.get(key);
    if (value === undefined) return undefined;
    const session = parseSession(value);
    if (!session) throw this.#corrupt();
    return session;
  }

  #corrupt(): DoorcodeError {
    return new DoorcodeError(
      'session_file_corrupt',
      `${this.path} is damaged or from another version, and was left as it is. Move it away and sign in again.`,
    );
  }
}

/** One server has one login, however its address was typed. Whether http is allowed is asked elsewhere. */
function keyOf(serverUrl: string): string {
  return parseServerUrl(serverUrl, true);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
