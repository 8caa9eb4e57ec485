import { isIP } from 'node:net';
import { env } from '@/lib/env';

/** This server as WebAuthn's relying party. */
export const relyingPartyId = (): string => new URL(env().publicUrl).hostname;

/** A relying party is a domain, never an address (W3C WebAuthn 3 §5.1.2, `rp.id`). */
export const passkeysAvailable = (): boolean => isIP(relyingPartyId().replace(/^\[|\]$/g, '')) === 0;
