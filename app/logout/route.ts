import { z } from 'zod';
import { endBrowserSession } from '@/lib/login/browser-session';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import { personForm } from '@/lib/login/form';

/** Signs out this browser; devices stay signed in. */
export const POST = personForm({ fields: z.object({}), returnTo: '/' }, async ({ ctx, person }) => {
  await endBrowserSession(ctx, person);
  return { path: '/', cookies: [serializeCookie(sessionCookieName(), '', 0)] };
});
