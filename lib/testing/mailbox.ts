import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type KeptMail, listMails } from '@/lib/mail/mailbox';
import { setTestEnv } from '@/lib/testing/env';

/** Gives a test file a local mailbox of its own. Stands after `withDatabase()`. Returns the mails to an address, newest first. */
export function withMailbox(): (address: string) => Promise<KeptMail[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'doorcode-mailbox-'));
  beforeAll(() => void setTestEnv({ DATA_DIR: dataDir }));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  return async (address) => (await listMails()).filter(({ to }) => to === address);
}

/** Every mail fails from now on: there is a file where the mailbox should be. */
export const breakMailbox = (): void => void setTestEnv({ DATA_DIR: '/dev/null' });
