import { z } from 'zod';
import { removeSecret } from '@/lib/clients/secrets';
import { adminForm } from '@/lib/login/form';
import { pathUnderClient } from '../../path';
import { outcomeOf, text } from '../outcome';

const fields = z.object({ client: text, secret: text, public: text });

export const POST = adminForm(
  {
    permission: 'clients:write',
    fields,
    returnTo: ({ client, secret }) => pathUnderClient(client, 'remove-secret', { secret }),
  },
  async ({ ctx, fields: { client, secret, public: isAgreed } }) => {
    const done = await removeSecret(ctx, client, { ref: secret, mayBecomePublic: isAgreed === '1' });
    // It became the last one after the page was loaded: what follows is another thing now, and asked again.
    return done === 'last'
      ? { path: pathUnderClient(client, 'remove-secret', { secret }) }
      : outcomeOf(client, done);
  },
);
