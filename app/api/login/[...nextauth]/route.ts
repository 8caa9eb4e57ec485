import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { plainPage } from '@/lib/login/plain-page';
import { finishProviderSignIn } from '@/lib/login/provider-sign-in';

const callback = /^\/api\/login\/callback\/([a-z0-9-]{1,120})$/;

/** Only where a provider sends people back. Mailed links are used at /login/link, everything else has pages of ours. */
export async function GET(request: Request): Promise<Response> {
  const provider = callback.exec(new URL(request.url).pathname)?.[1];
  const answer =
    provider &&
    (await finishProviderSignIn(request, provider, (step, config) =>
      NextAuth(config).handlers.GET(new NextRequest(step)),
    ));
  return answer || plainPage(404, 'There is nothing here', 'Sign in from the start page.');
}
