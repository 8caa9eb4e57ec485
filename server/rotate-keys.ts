import { parseArgs } from 'node:util';
import { rotateSigningKeys } from '@/lib/keys/rotate';
import { besideServer, runCommand } from '@/server/operator-command';

/** `npm run keys:rotate`: new signing keys. */

const usage = `npm run keys:rotate                    publish new keys; they sign in ten minutes, the old ones stay published
npm run keys:rotate -- --now           … and sign at once
npm run keys:rotate -- --remove-old    … and unpublish the old ones: what they signed fails. For a key that has leaked
                                       and --secret-lost, when AUTH_SECRET is another one for good
`;

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      now: { type: 'boolean', default: false },
      'remove-old': { type: 'boolean', default: false },
      'secret-lost': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return usage;
  const rotation = {
    immediately: values.now,
    removeOld: values['remove-old'],
    secretLost: values['secret-lost'],
  };
  const { signsFrom, published } = await besideServer((ctx) => rotateSigningKeys(ctx, rotation));
  const old =
    published > 0
      ? `${published} older ${published === 1 ? 'key stays' : 'keys stay'} published until what they signed has expired`
      : 'no older key is published any more';
  return `New keys are published. They sign from ${signsFrom.toISOString()}; ${old}.\n`;
});
