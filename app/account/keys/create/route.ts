import { rememberNewKey } from '@/lib/api-keys/new-key-cookie';
import { createOwnApiKey } from '@/lib/api-keys/own';
import { personForm } from '@/lib/login/form';
import { chosenKey, keyFields } from '../../../key-fields';
import { pathWith } from '../../../query';

type Sent = Parameters<typeof chosenKey>[0];
const form = (sent: Sent, error?: string) => pathWith('/account/keys/new', { ...chosenKey(sent), error });

export const POST = personForm(
  { fields: keyFields, returnTo: (sent) => form(sent), fresh: true },
  async ({ ctx, person, fields }) => {
    const made = await createOwnApiKey(ctx, person, fields);
    if (made.problem !== null) return { path: form(fields, made.problem) };
    return { path: '/account/keys/created', cookies: [rememberNewKey(ctx, person, made)] };
  },
);
