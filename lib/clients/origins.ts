import { findActivationUris } from '@/lib/clients/origin-store';

/** Is a client's own activation page at this origin (RFC 6454 §6.2)? Those of disabled clients do not count. */
export const isActivationOrigin = async (origin: string): Promise<boolean> =>
  (await findActivationUris()).some((uri) => new URL(uri).origin === origin);
