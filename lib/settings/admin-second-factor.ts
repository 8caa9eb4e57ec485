import { env } from '@/lib/env';
import { readSettings } from '@/lib/settings/read';
import type { Settings } from '@/lib/settings/schema';

/** Must administrators have a second factor? The variable, if it is set, else the setting, else the variable's default. */
export function adminSecondFactorOf({ policy }: Settings): 'optional' | 'required' {
  const { adminSecondFactor, adminSecondFactorIsSet } = env();
  return adminSecondFactorIsSet ? adminSecondFactor : (policy.adminSecondFactor ?? adminSecondFactor);
}

export const isSecondFactorRequiredOfAdmins = async (): Promise<boolean> =>
  adminSecondFactorOf(await readSettings()) === 'required';
