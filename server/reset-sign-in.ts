import { parseArgs } from 'node:util';
import { changeSettings } from '@/lib/settings/change';
import { besideServer, CommandError, runCommand } from '@/server/operator-command';

/** `npm run sign-in:reset`: for when the ways to sign in that were left on let no administrator in any more. */

const usage = `npm run sign-in:reset    switch every way to sign in on again: mailed links, passkeys and the providers that are
                         configured. It is in the audit log, and counts within a second on every server
`;

runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) return usage;
  if (positionals.length > 0) throw new CommandError(`It takes no words:\n${usage.trimEnd()}`);
  const done = await besideServer((ctx) =>
    changeSettings(ctx, { section: 'signIn', value: { off: [] }, version: null }),
  );
  return done === 'unchanged'
    ? 'Every way to sign in is on already. Nothing was changed.\n'
    : 'Every way to sign in is on again.\n';
});
