import { env } from '@/lib/env';
import { openIssuer } from '@/lib/organizations/issuer';
import { methodsOff } from '@/lib/settings/methods';

/** The providers of the environment, in the order in which the sign-in page shows them. `id` is Auth.js's word for each. */
export type Provider = { id: string; name: string };

export function configuredProviders(): Provider[] {
  const { github, google, microsoft, oidc } = env();
  return [
    ...(github ? [{ id: 'github', name: 'GitHub' }] : []),
    ...(google ? [{ id: 'google', name: 'Google' }] : []),
    ...(microsoft ? [{ id: 'microsoft-entra-id', name: 'Microsoft' }] : []),
    ...(oidc ? [{ id: 'oidc', name: oidc.name }] : []),
  ];
}

/** Those of them that no administrator has switched off. */
export async function offeredProviders(): Promise<Provider[]> {
  const off = await methodsOff();
  return configuredProviders().filter(({ id }) => !off.includes(id));
}

const always = new Map([
  ['github', 'GitHub'],
  ['google', 'Google'],
  ['microsoft-entra-id', 'Microsoft'],
]);

/** What people call it, whether it is configured still or not. */
export const nameOfProvider = (id: string): string =>
  configuredProviders().find((one) => one.id === id)?.name ?? always.get(id) ?? 'single sign-on';

/** The same where it may be an organization's issuer. */
export const findProviderName = async (id: string): Promise<string> =>
  (await openIssuer(id))?.name ?? nameOfProvider(id);
