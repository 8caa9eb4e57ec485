import { z } from 'zod';
import { expireSecret } from '@/lib/clients/secrets';
import { adminForm } from '@/lib/login/form';
import { daysFrom } from '../../expiry';
import { pathOfClient } from '../../path';
import { outcomeOf, text } from '../outcome';

const fields = z.object({ client: text, secret: text, days: text });

export const POST = adminForm(
  { permission: 'clients:write', fields, returnTo: ({ client }) => pathOfClient(client) },
  async ({ ctx, fields: { client, secret, days } }) => {
    const at = daysFrom(ctx.now, days);
    return at
      ? outcomeOf(client, await expireSecret(ctx, client, { ref: secret, at }))
      : { path: pathOfClient(client) };
  },
);
