import { z } from 'zod';
import { endBrowserSession } from '@/lib/login/browser-session';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import { firstFactorForm } from '@/lib/login/form';

/** Signs out this browser; devices stay signed in. */
export const POST = firstFactorForm({ fields: z.object({}), returnTo: '/' }, async ({ ctx, person }) => {
  await endBrowserSession(ctx, person);
  return { path: '/', cookies: [serializeCookie(sessionCookieName(), '', 0)] };
});
