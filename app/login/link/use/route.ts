import { z } from 'zod';
import { endBrowserSession, findPerson, findSignedIn } from '@/lib/login/browser-session';
import { openForm } from '@/lib/login/form';
import { welcomeBrowser } from '@/lib/login/known-browser';
import { safePath } from '@/lib/login/safe-path';
import { consumeSignInLink } from '@/lib/login/sign-in-link';
import { parseAddress } from '@/lib/mail/address';
import { findIssuerOfAddress } from '@/lib/organizations/issuer';
import { isMethodOn } from '@/lib/settings/methods';
import { pathWith } from '../../../query';

const fields = z.object({
  email: z.string().max(254),
  token: z.string().max(200),
  next: z.string().optional(),
});

export const POST = openForm(fields, async ({ ctx, fields, request }) => {
  const next = safePath(fields.next);
  // A link from before the organization named its issuer.
  const issuer = await findIssuerOfAddress(parseAddress(fields.email) ?? '');
  if (issuer) return { path: pathWith('/login', { error: 'use_issuer', email: fields.email, next }) };
  // Nor is one used up that was sent before links were switched off.
  if (!(await isMethodOn('email'))) return { path: pathWith('/login', { error: 'no_links', next }) };
  const before = await findPerson(ctx, request.headers);
  const cookie = await consumeSignInLink(request, fields);
  if (!cookie) return { path: pathWith('/login', { error: 'Verification', next }) };
  if (before) await endBrowserSession(ctx, before);
  const person = await findSignedIn(ctx, cookie);
  const marks = person ? await welcomeBrowser(ctx, request.headers, person.userId) : [];
  return { path: next, cookies: [cookie, ...marks] };
});
