import { z } from 'zod';
import { pathWith } from '@/app/query';
import { readBrowserMark } from '@/lib/login/browser-mark';
import { endBrowserSession, findPerson } from '@/lib/login/browser-session';
import { openForm } from '@/lib/login/form';
import { welcomeBrowser } from '@/lib/login/known-browser';
import { signInWithPasskey } from '@/lib/login/passkey-sign-in';
import { safePath } from '@/lib/login/safe-path';

const fields = z.object({ response: z.string().max(30_000).default(''), next: z.string().optional() });

const errors = { wrong: 'passkey', limited: 'passkey_limited', off: 'passkey_off' };

export const POST = openForm(fields, async ({ ctx, fields, request }) => {
  const next = safePath(fields.next);
  const before = await findPerson(ctx, request.headers);
  const result = await signInWithPasskey(ctx, readBrowserMark(request.headers), fields.response);
  switch (result.outcome) {
    case 'signed_in': {
      if (before) await endBrowserSession(ctx, before);
      const marks = await welcomeBrowser(ctx, request.headers, result.userId);
      return { path: next, cookies: [result.cookie, ...marks] };
    }
    case 'use_issuer':
    case 'disabled':
      return { path: pathWith('/login', { error: result.outcome, email: result.email, next }) };
    case 'wrong':
    case 'limited':
    case 'off':
      return { path: pathWith('/login', { error: errors[result.outcome], next }) };
  }
});
