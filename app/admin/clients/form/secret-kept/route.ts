import { z } from 'zod';
import { forgetNewSecret } from '@/lib/clients/new-secret-cookie';
import { adminForm } from '@/lib/login/form';
import { pathUnderClient } from '../../path';
import { outcomeOf, text } from '../outcome';

/** From now on nobody is shown it again. */
export const POST = adminForm(
  {
    permission: 'clients:write',
    fields: z.object({ client: text }),
    returnTo: ({ client }) => pathUnderClient(client, 'secret'),
  },
  async ({ fields: { client } }) => ({ ...outcomeOf(client, 'secret_kept'), cookies: [forgetNewSecret()] }),
);
