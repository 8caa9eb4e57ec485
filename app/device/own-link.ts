import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { isFromElsewhere } from '@/lib/login/form';

const justNowMs = 60_000;

/**
 * May a link with a code be looked up at once? Not when a page of another site led here, which could use up the
 * person's tries; but a provider's sign-in page, from which somebody has just come back, is such a site too.
 */
export const isOwnLink = (
  ctx: RequestContext,
  person: Person,
  headers: { get(name: string): string | null },
): boolean => !isFromElsewhere(headers) || ctx.now.getTime() - person.signedInAt.getTime() < justNowMs;
