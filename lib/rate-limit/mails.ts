import type { RequestContext } from '@/lib/context';
import { limit } from '@/lib/rate-limit/limit';

/** Count a mail that somebody asks us to send to an address of their choice. Throws 429. */
export async function limitMails(ctx: RequestContext, address: string): Promise<void> {
  await limit('mail-network', ctx.network ?? '');
  await limit('mail-address-network', `${address}|${ctx.network ?? ''}`);
  await limit('mail-address', address);
}
