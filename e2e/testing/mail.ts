import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';

export type Mail = { to: string; subject: string; text: string };

/** The mails that the local mailbox holds, oldest first. */
export async function readMails(dataDir: string): Promise<Mail[]> {
  const folder = join(dataDir, 'mailbox');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Mail),
  );
}

/** Wait for the newest mail to this address, or of those the newest with this in its subject. */
export async function mailTo(dataDir: string, address: string, subject = ''): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(async () => {
      const all = (await readMails(dataDir)).filter((mail) => mail.to === address);
      found = all.findLast((mail) => mail.subject.includes(subject));
      return found !== undefined;
    })
    .toBe(true);
  return found!;
}

export const linkIn = (mail: Mail): string => /https?:\/\/\S+/.exec(mail.text)![0];
