import { z } from 'zod';
import { pathWith } from '@/app/query';
import { endBrowserSession, findPerson } from '@/lib/login/browser-session';
import { openForm } from '@/lib/login/form';
import { signInWithPasskey } from '@/lib/login/passkey-sign-in';
import { safePath } from '@/lib/login/safe-path';
import { rememberLinkBrowser } from '@/lib/login/sign-in-link';

const fields = z.object({ response: z.string().max(30_000).default(''), next: z.string().optional() });

const errors = { wrong: 'passkey', limited: 'passkey_limited', disabled: 'disabled' };

export const POST = openForm(fields, async ({ ctx, fields, request }) => {
  const next = safePath(fields.next);
  const before = await findPerson(ctx, request.headers);
  const { browser } = rememberLinkBrowser(request.headers);
  const result = await signInWithPasskey(ctx, browser, fields.response);
  if (result.outcome !== 'signed_in')
    return { path: pathWith('/login', { error: errors[result.outcome], next }) };
  if (before) await endBrowserSession(ctx, before);
  return { path: next, cookies: [result.cookie] };
});
