import { env } from '@/lib/env';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';
import { readSettings } from '@/lib/settings/read';
import { type SignInMethod, signInMethods } from '@/lib/settings/schema';

/** The ways to sign in that this server could offer, as it is configured. */
export const availableMethods = (): SignInMethod[] => {
  const { github, google, microsoft, oidc } = env();
  const has: Record<SignInMethod, boolean> = {
    email: true,
    github: github !== undefined,
    google: google !== undefined,
    'microsoft-entra-id': microsoft !== undefined,
    oidc: oidc !== undefined,
    passkey: passkeysAvailable(),
  };
  return signInMethods.filter((method) => has[method]);
};

/**
 * What an administrator has switched off. Where what is left on is not configured here any more, nobody could sign in, and
 * the switches count for nothing.
 */
export async function methodsOff(): Promise<readonly string[]> {
  const { off } = (await readSettings()).signIn;
  return availableMethods().every((one) => off.includes(one)) ? [] : off;
}

/** Has an administrator left it on? Every way in asks this, where it begins and where it ends. */
export const isMethodOn = async (method: string): Promise<boolean> => !(await methodsOff()).includes(method);
