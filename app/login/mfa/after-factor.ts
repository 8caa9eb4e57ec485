import { z } from 'zod';
import { pathWith } from '@/app/query';
import type { Next } from '@/lib/login/form';
import { safePath } from '@/lib/login/safe-path';
import type { FactorOutcome } from '@/lib/mfa/attempt';

export const factorFields = z.object({
  code: z.string().max(40).default(''),
  next: z.string().optional(),
  again: z.string().max(1).optional(),
});

type Sent = { next?: string | undefined; again?: string | undefined };

/** The page again, with what it knew. */
export const pathOfFactorPage = ({ next, again }: Sent, more: Record<string, string> = {}): string =>
  pathWith('/login/mfa', { next: safePath(next), again, ...more });

/** A factor that was right leads on, in a session that is stronger; else back to the page, which says why. */
export function afterFactor(
  sent: Sent,
  result: FactorOutcome<string[]>,
  { wrong }: { wrong: Record<string, string> },
): Next {
  switch (result.outcome) {
    case 'verified':
      return { path: safePath(sent.next), cookies: result.value };
    case 'wrong':
      return { path: pathOfFactorPage(sent, wrong) };
    case 'limited':
      return { path: pathOfFactorPage(sent, { ...wrong, error: 'limited' }) };
  }
}
