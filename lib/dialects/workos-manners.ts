import { z } from 'zod';
import type { Manners } from '@/lib/oauth/endpoint';
import { type ErrorCode, OAuthError } from '@/lib/oauth/errors';

/** How WorkOS's management calls refuse, and what they call an id. */

/** Its SDK makes an exception of the status, and reads `message`, `code`, and the `code` of each of `errors`. */
export const workOsManagementManners: Manners = {
  describe: ({ status, code, message, members }) => ({
    status,
    body: {
      message,
      code: codes[code] ?? code,
      ...(members.fields ? { errors: errorsOf(members.fields as Record<string, string>) } : {}),
    },
  }),
};

const codes: Partial<Record<ErrorCode, string>> = {
  ...{ not_found: 'entity_not_found', invalid_token: 'unauthorized', insufficient_scope: 'forbidden' },
};

const errorsOf = (fields: Record<string, string>) =>
  Object.entries(fields).map(([field, message]) => ({ field, code: `invalid_${field}`, message }));

/** 422: what was sent can be read, and not used. */
export const unusable = (field: string, problem: string): OAuthError =>
  new OAuthError('invalid_request', `${field} ${problem}.`, {
    status: 422,
    members: { fields: { [field]: problem } },
  });

export const noSuch = (what: string, id: string): OAuthError =>
  new OAuthError('not_found', `There is no such ${what} that this key may see: ${id.slice(0, 100)}`);

const uuid = z.uuid().toLowerCase();

/** Ids are UUIDs here; nothing else is one of anything. */
export const readId = (text: string | undefined): string | null => uuid.safeParse(text).data ?? null;
