import { z } from 'zod';
import { env } from '@/lib/env';
import { openForm } from '@/lib/login/form';
import { startProviderSignIn } from '@/lib/login/provider-sign-in';
import { safePath } from '@/lib/login/safe-path';

const fields = z.object({ next: z.string().optional() });

export const POST = openForm(fields, async ({ fields, request }) =>
  env().github ? startProviderSignIn(request, 'github', safePath(fields.next)) : { path: '/login' },
);
