import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileSystemError } from '@/lib/db/embedded/error';
import { StartError } from '@/server/start-error';

/** The generated AUTH_SECRET of this DATA_DIR (0600), made at the first start. Of two starts at once, one makes it. */
export async function readOrMakeSecret(dataDir: string): Promise<string> {
  try {
    return await readOrMake(dataDir);
  } catch (error) {
    throw fileSystemError(error, dataDir);
  }
}

async function readOrMake(dataDir: string): Promise<string> {
  const path = join(dataDir, 'auth-secret');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const secret = (await readFile(path, 'utf8')).trim();
  if (secret.length < 32) throw new StartError(`${path} is damaged. Restore it from a backup.`);
  return secret;
}
