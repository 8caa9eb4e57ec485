import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Told about what was put right, in one sentence. */
export type Notice = (sentence: string) => void;

/** Creates the folder for its owner only, or takes everybody else's access to it away. */
export async function requirePrivateDirectory(path: string, notice: Notice): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await narrow(path, 0o700, notice);
}

/** The text of a file that only its owner can read (made so if it was not), or undefined when there is none. */
export async function readPrivateFile(path: string, notice: Notice): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    await narrow(path, 0o600, notice);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** Replaces the whole file or nothing of it: a reader, or a power cut, sees the old text or the new one. */
export async function writePrivateFile(path: string, text: string, notice: Notice): Promise<void> {
  await requirePrivateDirectory(dirname(path), notice);
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function narrow(path: string, mode: number, notice: Notice): Promise<void> {
  if (process.platform === 'win32') return; // access there is not a mode; the profile folder is private
  const { mode: found } = await stat(path);
  if ((found & 0o077) === 0) return;
  await chmod(path, mode);
  notice(`${path} could be opened by other users of this machine. Now only you can.`);
}
