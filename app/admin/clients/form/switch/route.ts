import { z } from 'zod';
import { disableClient, enableClient } from '@/lib/clients/change';
import { adminForm } from '@/lib/login/form';
import { pathOfClient, pathUnderClient } from '../../path';
import { outcomeOf, text } from '../outcome';

const fields = z.object({ client: text, to: text });

/** Disabling is asked about on a page of its own. */
export const POST = adminForm(
  {
    permission: 'clients:write',
    fields,
    returnTo: ({ client, to }) =>
      to === 'enabled' ? pathOfClient(client) : pathUnderClient(client, 'disable'),
  },
  async ({ ctx, fields: { client, to } }) => {
    if (to === 'enabled') return outcomeOf(client, await enableClient(ctx, client));
    if (to === 'disabled') return outcomeOf(client, await disableClient(ctx, client));
    return { path: pathOfClient(client) };
  },
);
