import { z } from 'zod';
import { answerJson } from '@/app/answer-json';
import { personForm } from '@/lib/login/form';
import { registrationOptions } from '@/lib/mfa/relying-party';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';

const options = {
  fields: z.object({}),
  returnTo: '/account/security/passkeys/new',
  fresh: true,
  enrolling: true,
};

/** What a browser is asked for to make a passkey. */
export const POST = personForm(options, async ({ ctx, person }) =>
  passkeysAvailable() ? answerJson(await registrationOptions(ctx, person)) : { path: '/account/security' },
);
