import { z } from 'zod';
import { firstFactorForm } from '@/lib/login/form';
import { verifyPasskey } from '@/lib/mfa/use-passkey';
import { afterFactor, factorFields, pathOfFactorPage } from '../after-factor';

const fields = factorFields.omit({ code: true }).extend({ response: z.string().max(30_000).default('') });
const options = { fields, returnTo: pathOfFactorPage };

export const POST = firstFactorForm(options, async ({ ctx, person, fields }) => {
  const result = await verifyPasskey(ctx, person, fields.response);
  return afterFactor(fields, result, { wrong: { error: 'passkey' } });
});
