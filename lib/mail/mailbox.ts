import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newId } from '@/lib/crypto';
import { env } from '@/lib/env';
import type { Mail } from '@/lib/mail/messages';

/** A mail that this server would have sent, kept as a file in `DATA_DIR/mailbox` (0600). */
const keptMail = z.object({
  id: z.string(),
  at: z.coerce.date(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
});
export type KeptMail = z.infer<typeof keptMail>;

const shown = 50;
const directory = () => join(env().dataDir, 'mailbox');

export async function keepMail(mail: Mail, now: Date): Promise<void> {
  await mkdir(directory(), { recursive: true, mode: 0o700 });
  const id = newId(now);
  const path = join(directory(), `${id}.json`);
  await writeFile(`${path}.new`, JSON.stringify({ id, at: now, ...mail }), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** The newest mails first; ids are in order of time. */
export async function listMails(): Promise<KeptMail[]> {
  const names = await readdir(directory()).catch(() => []);
  const newest = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .reverse()
    .slice(0, shown);
  const mails = await Promise.all(
    newest.map(async (name) =>
      keptMail.safeParse(JSON.parse(await readFile(join(directory(), name), 'utf8'))),
    ),
  );
  return mails.flatMap((mail) => (mail.success ? [mail.data] : []));
}
