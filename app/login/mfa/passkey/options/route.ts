import { z } from 'zod';
import { answerJson } from '@/app/answer-json';
import { firstFactorForm } from '@/lib/login/form';
import { secondFactorOptions } from '@/lib/mfa/relying-party';

const options = { fields: z.object({}), returnTo: '/login/mfa' };

/** What a browser is asked for to use one of this person's passkeys. */
export const POST = firstFactorForm(options, async ({ ctx, person }) =>
  person.passkeys > 0 ? answerJson(await secondFactorOptions(ctx, person)) : { path: '/login/mfa' },
);
