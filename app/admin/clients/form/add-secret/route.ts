import { z } from 'zod';
import { rememberNewSecret } from '@/lib/clients/new-secret-cookie';
import { addSecret } from '@/lib/clients/secrets';
import { adminForm } from '@/lib/login/form';
import { daysFrom } from '../../expiry';
import { pathOfClient, pathUnderClient } from '../../path';
import { outcomeOf, text } from '../outcome';

const fields = z.object({ client: text, days: text });

export const POST = adminForm(
  { permission: 'clients:write', fields, returnTo: ({ client }) => pathOfClient(client) },
  async ({ ctx, person, fields: { client, days } }) => {
    const added = await addSecret(ctx, client, { expiresAt: daysFrom(ctx.now, days) });
    if (typeof added === 'string') return outcomeOf(client, added);
    const cookie = rememberNewSecret(ctx, person, { clientId: client, secret: added.secret });
    return { path: pathUnderClient(client, 'secret'), cookies: [cookie] };
  },
);
