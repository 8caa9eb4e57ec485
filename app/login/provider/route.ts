import { z } from 'zod';
import { openForm } from '@/lib/login/form';
import { startProviderSignIn } from '@/lib/login/provider-sign-in';
import { safePath } from '@/lib/login/safe-path';
import { parseAddress } from '@/lib/mail/address';

const fields = z.object({
  provider: z.string().max(120).default(''),
  next: z.string().optional(),
  email: z.string().max(320).default(''),
  again: z.string().optional(),
});

export const POST = openForm(fields, async ({ fields, request }) =>
  startProviderSignIn(request, {
    provider: fields.provider,
    next: safePath(fields.next),
    email: parseAddress(fields.email),
    again: fields.again === '1',
  }),
);
