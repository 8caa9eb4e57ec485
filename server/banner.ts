import type { Env } from '@/lib/env';

/** The end of a start: where it listens, how to become its admin, what to try next. */
export function banner(env: Env, setUpLink: string | null): string {
  const lines = [
    '',
    `  Doorcode is ready at ${env.publicUrl}`,
    `  Listening on ${env.host}:${env.port} · database: ${env.databaseUrl ? 'DATABASE_URL' : `embedded, in ${env.dataDir}`}`,
    ...(env.email ? [] : [`  Mails are kept here: ${env.publicUrl}/mailbox`]),
    ...(setUpLink ? ['', '  Make yourself the administrator (this link works once):', `  ${setUpLink}`] : []),
    '',
    '  Next, in another terminal, in this folder:',
    `  npx doorcode login${env.publicUrl === 'http://localhost:3000' ? '' : ` --server ${env.publicUrl}`}`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}
