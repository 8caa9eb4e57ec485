import { pathWith } from '@/app/query';
import { safePath } from '@/lib/login/safe-path';

/** The page that adds a passkey, and then leads to `next`. */
export const newPasskeyPath = ({ next, error }: { next?: string | undefined; error?: string }): string =>
  pathWith('/account/security/passkeys/new', { next: next && safePath(next), error });
