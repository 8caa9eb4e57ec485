import { z } from 'zod';
import type { Next } from '@/lib/login/form';
import { pathOfClient } from '../path';

/** A field of the short forms of a client's page; one that is left out is as good as empty. */
export const text = z.string().max(200).default('');

/** Where such a form leads: to the client's page, which says what came of it. */
export const outcomeOf = (client: string, notice: string): Next => ({
  path: notice === 'unknown' ? '/admin/clients' : pathOfClient(client, { notice }),
});
