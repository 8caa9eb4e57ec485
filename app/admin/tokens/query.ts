import { z } from 'zod';
import { pathWith } from '../../query';

/** What a look-up leaves in the address; never the token. */
export const sessionId = z.uuid();
export const keyId = z.uuid();
export const tokenKind = z.enum(['access_token', 'refresh_token']);

/** The page, with what a look-up left. */
export const pathOfTokens = (query: Record<string, string | undefined>): string =>
  pathWith('/admin/tokens', query);
