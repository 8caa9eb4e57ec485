import { parseArgs } from 'node:util';
import { resetFactorsOfAddress } from '@/lib/mfa/reset-factors';
import { besideServer, CommandError, runCommand } from '@/server/operator-command';

/** `npm run factors:reset`: for the administrator who has lost everything, and whom no other administrator can help. */

const usage = `npm run factors:reset -- ada@example.com    take away every second factor of whoever has this address: passkeys,
                                            authenticator app and recovery codes. It signs them out of every browser,
                                            tells them by e-mail, and is in the audit log. Devices stay signed in
`;

runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help) return usage;
  const [address, ...more] = positionals;
  if (!address || more.length > 0) throw new CommandError(`Name one address:\n${usage.trimEnd()}`);
  const done = await besideServer((ctx) => resetFactorsOfAddress(ctx, address));
  if (done === 'unknown')
    throw new CommandError(`Nobody here has the address ${address}. Nothing was changed.`);
  return done === 'nothing'
    ? `There was nothing to reset: ${address} has no second factor and no recovery code. Nothing was changed.\n`
    : `The second factors of ${address} are reset, every browser is signed out, and a mail goes to that address.
Next time they sign in with the first factor alone, and can set up a new second factor.\n`;
});
