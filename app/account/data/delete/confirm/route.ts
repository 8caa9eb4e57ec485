import { z } from 'zod';
import { deleteOwnAccount } from '@/lib/accounts/delete';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import { personForm } from '@/lib/login/form';
import { pathWith } from '../../../../query';

const fields = z.object({ email: z.string().max(1_000).default('') });
const page = '/account/data/delete';

/** What was typed stays, through a step on the way and a mistake: it is the person's own address, or meant to be. */
export const POST = personForm({ fields, returnTo: page, fresh: true }, async ({ ctx, person, fields }) => {
  const outcome = await deleteOwnAccount(ctx, person.userId, fields.email);
  switch (outcome) {
    case 'deleted':
      return { path: '/account/data/deleted', cookies: [serializeCookie(sessionCookieName(), '', 0)] };
    case 'wrong_address':
      return { path: pathWith(page, { error: outcome, typed: fields.email.slice(0, 254) }) };
    case 'last_admin':
    case 'last_owner':
    case 'gone':
      return { path: page };
  }
});
