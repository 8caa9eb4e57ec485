import type * as oauth from 'oauth4webapi';
import type { Client } from './client.js';
import type { DpopKey } from './dpop-key.js';
import { DoorcodeError } from './errors.js';
import type { Tokens } from './tokens.js';

/** @internal What makes oauth4webapi prove a key with its request; nothing without one. */
export function proving(key: DpopKey | undefined): { DPoP?: oauth.DPoPHandle } {
  return key ? { DPoP: key.handle } : {};
}

/**
 * @internal The key to use tokens with, undefined for bearer tokens. Found wrong here, before a server sees it: what a
 * server says of another's key (`invalid_grant`, RFC 9449 §5) looks like the end of the login, which it is not.
 */
export function requireKeyOf({ dpopKey }: Client, tokens: Tokens): DpopKey | undefined {
  if (tokens.tokenType !== 'dpop') return undefined;
  if (!dpopKey) {
    throw new DoorcodeError(
      'unusable_key',
      'The key that this sign-in is bound to is missing. Sign in again.',
    );
  }
  if (tokens.keyThumbprint !== undefined && tokens.keyThumbprint !== dpopKey.thumbprint) {
    throw new DoorcodeError('unusable_key', 'This sign-in is bound to another key. Sign in again.');
  }
  return dpopKey;
}
