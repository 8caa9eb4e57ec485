import { z } from 'zod';
import { answerJson } from '@/app/answer-json';
import { rememberBrowser } from '@/lib/login/browser-mark';
import { openForm } from '@/lib/login/form';
import { offersPasskeySignIn, startPasskeySignIn } from '@/lib/login/passkey-sign-in';

/** What a browser is asked for to sign in with whichever passkey it has. */
export const POST = openForm(z.object({}), async ({ ctx, request }) => {
  if (!(await offersPasskeySignIn())) return { path: '/login' };
  const { browser, cookie } = rememberBrowser(request.headers);
  return answerJson(await startPasskeySignIn(ctx, browser), [cookie]);
});
