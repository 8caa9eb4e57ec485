import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './error';

/** The cluster's password, made on the first start. Two first starts at once agree on one. */
export async function readOrMakePassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'postgres-password');
  const found = await read(file);
  if (found !== null) return found;

  const draft = `${file}.new-${process.pid}`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(randomBytes(32).toString('base64url'));
    await handle.sync();
    // A link appears whole, or not at all when another process was first.
    await link(draft, file).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return (await read(file)) ?? '';
}

async function read(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
}
