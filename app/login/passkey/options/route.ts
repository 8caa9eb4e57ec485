import { z } from 'zod';
import { answerJson } from '@/app/answer-json';
import { rememberBrowser } from '@/lib/login/browser-mark';
import { openForm } from '@/lib/login/form';
import { startPasskeySignIn } from '@/lib/login/passkey-sign-in';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';

/** What a browser is asked for to sign in with whichever passkey it has. */
export const POST = openForm(z.object({}), async ({ ctx, request }) => {
  if (!passkeysAvailable()) return { path: '/login' };
  const { browser, cookie } = rememberBrowser(request.headers);
  return answerJson(await startPasskeySignIn(ctx, browser), [cookie]);
});
