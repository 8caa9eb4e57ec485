import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { findSessionOfToken } from '@/lib/sessions/find-by-token';
import { pathOfTokens } from '../query';

const fields = z.object({ token: z.string().default('') });

/** Whoever must take a step first pastes it again: a token goes into no address and no cookie. */
const returnTo = pathOfTokens({ outcome: 'paste_again' });

/** The token ends here: what goes on into the address is what it belongs to. */
export const POST = adminForm({ permission: 'tokens:read', fields, returnTo }, async ({ ctx, fields }) => {
  const found = await findSessionOfToken(ctx, fields.token);
  switch (found.outcome) {
    case 'found':
      return { path: pathOfTokens({ session: found.sessionId, kind: found.kind }) };
    case 'api_key':
      return { path: pathOfTokens({ outcome: 'api_key', key: found.apiKeyId }) };
    case 'unknown':
    case 'malformed':
      return { path: pathOfTokens({ outcome: found.outcome }) };
  }
});
