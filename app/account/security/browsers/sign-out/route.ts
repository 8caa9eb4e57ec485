import { z } from 'zod';
import { endBrowserSession } from '@/lib/login/browser-session';
import { endOwnBrowser } from '@/lib/login/browsers';
import { serializeCookie, sessionCookieName } from '@/lib/login/cookies';
import { personForm } from '@/lib/login/form';

const fields = z.object({ browser: z.uuid() });

/** Signs out one browser of the person; this one as /logout does. */
export const POST = personForm({ fields, returnTo: '/account/security' }, async ({ ctx, person, fields }) => {
  if (fields.browser === person.browserSessionId) {
    await endBrowserSession(ctx, person);
    return { path: '/', cookies: [serializeCookie(sessionCookieName(), '', 0)] };
  }
  const ended = await endOwnBrowser(ctx, person, fields.browser);
  return { path: `/account/security?notice=browser_${ended ? 'signed_out' : 'already_out'}` };
});
