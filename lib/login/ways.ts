import { offersPasskeySignIn } from '@/lib/login/passkey-sign-in';
import { offeredProviders } from '@/lib/login/providers';
import { hasAnyIssuer } from '@/lib/organizations/issuer';
import { isMethodOn } from '@/lib/settings/methods';

/** An address is a way in where links are mailed to it, and where it says whose issuer signs somebody in. */
export const asksForAddress = async (): Promise<boolean> =>
  (await isMethodOn('email')) || (await hasAnyIssuer());

/** The ways to sign in that the sign-in page offers, in its order, by their ids. */
export async function offeredWays(): Promise<string[]> {
  const providers = await offeredProviders();
  return [
    ...providers.map(({ id }) => id),
    ...((await asksForAddress()) ? ['email'] : []),
    ...((await offersPasskeySignIn()) ? ['passkey'] : []),
  ];
}
