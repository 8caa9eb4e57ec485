import { firstFactorForm } from '@/lib/login/form';
import { verifyRecoveryCode } from '@/lib/mfa/recovery-codes';
import { afterFactor, factorFields, pathOfFactorPage } from '../after-factor';

const options = { fields: factorFields, returnTo: pathOfFactorPage };

export const POST = firstFactorForm(options, async ({ ctx, person, fields }) => {
  const result = await verifyRecoveryCode(ctx, person, fields.code);
  return afterFactor(fields, result, { wrong: { error: 'wrong_recovery', with: 'recovery' } });
});
