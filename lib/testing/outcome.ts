import { OAuthError } from '@/lib/oauth/errors';

/** `tokens`, or the code of the error that it ended with. */
export const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'tokens',
    (error: unknown) => {
      if (error instanceof OAuthError) return error.code;
      throw error;
    },
  );
