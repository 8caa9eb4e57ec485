import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { env } from '@/lib/env';
import { plainPage } from '@/lib/login/plain-page';
import { finishProviderSignIn } from '@/lib/login/provider-sign-in';

/** Only where a provider sends people back. Mailed links are used at /login/link, everything else has pages of ours. */
export async function GET(request: Request): Promise<Response> {
  if (!env().github || new URL(request.url).pathname !== '/api/login/callback/github')
    return plainPage(404, 'There is nothing here', 'Sign in from the start page.');
  return finishProviderSignIn(request, 'github', (step, config) =>
    NextAuth(config).handlers.GET(new NextRequest(step)),
  );
}
