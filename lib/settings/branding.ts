import { env } from '@/lib/env';
import { knownSettings, readSettings } from '@/lib/settings/read';
import type { Branding } from '@/lib/settings/schema';

/** Name, logo and colours. They are looks: while the storage is away, as they were read last. */
export const readBranding = (): Promise<Branding> =>
  readSettings().then(
    (settings) => settings.branding,
    () => knownBranding(),
  );

export const knownBranding = (): Branding => knownSettings().branding;

/** What mails call this server: its own name, where it was given one, and the host, by which people know it. */
export function siteName(): string {
  const { host } = new URL(env().publicUrl);
  const { name } = knownBranding();
  return name === 'Doorcode' ? host : `${name} (${host})`;
}
