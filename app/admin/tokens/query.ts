import { z } from 'zod';

/** What a look-up leaves in the address; never the token. */
export const sessionId = z.uuid();
export const tokenKind = z.enum(['access_token', 'refresh_token']);
