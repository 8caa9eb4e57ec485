import { firstFactorForm } from '@/lib/login/form';
import { verifyAuthenticator } from '@/lib/mfa/authenticator';
import { afterFactor, factorFields, pathOfFactorPage } from '../after-factor';

const options = { fields: factorFields, returnTo: pathOfFactorPage };

export const POST = firstFactorForm(options, async ({ ctx, person, fields }) => {
  const result = await verifyAuthenticator(ctx, person, fields.code);
  return afterFactor(fields, result, { wrong: { error: 'wrong' } });
});
