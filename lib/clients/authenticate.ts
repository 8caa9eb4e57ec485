import { knowClient, recallClient } from '@/lib/clients/remembered';
import type { Client } from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import { equalInConstantTime, sha256 } from '@/lib/crypto';
import type { Parameters } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/** What a client sent to say who it is, in each form that it may mean: real clients form-encode it (RFC 6749 §2.3.1) or do not. */
type Credentials = { id: string; secret: string | undefined };

/**
 * Client authentication (RFC 6749 §2.3): `none` for public clients, else `client_secret_basic` or
 * `client_secret_post`. Throws `invalid_client`.
 */
export async function authenticateClient(
  ctx: RequestContext,
  request: HttpRequest,
  parameters: Parameters,
): Promise<Client> {
  for (const credentials of readCredentials(request, parameters)) {
    const remembered = recallClient(ctx, credentials.id);
    if (isAuthentic(remembered, credentials.secret)) return remembered;
    // Whoever is refused by what is remembered is looked at again: a secret may be new.
    const client = await knowClient(ctx, credentials.id);
    if (isAuthentic(client, credentials.secret)) return client;
  }
  throw invalidClient();
}

const isAuthentic = (client: Client | null, secret: string | undefined): client is Client =>
  client !== null && !client.disabledAt && isProved(client, secret);

/** A public client has nothing to prove, and a secret sent for one is ignored: real clients send an empty or a dummy one. */
function isProved(client: Client, secret: string | undefined): boolean {
  if (!client.isConfidential) return true;
  if (secret === undefined) return false;
  const presented = sha256(secret);
  // Every hash is compared, whichever matches.
  return client.secretHashes.filter((hash) => equalInConstantTime(hash, presented)).length > 0;
}

/** All readings of the request's credentials, most likely first. */
function readCredentials(request: HttpRequest, parameters: Parameters): Credentials[] {
  const basic = readBasic(request.headers.get('authorization'));
  const id = parameters.get('client_id');
  const secret = parameters.get('client_secret');
  if (!basic) {
    if (id === undefined) throw invalidRequest('client_id is required.');
    return [{ id, secret }];
  }
  // RFC 6749 §2.3: not more than one authentication method in a request.
  if (basic.some((one) => one.secret !== undefined) && secret !== undefined)
    throw invalidRequest('Use one way of client authentication, not two.');
  const agreeing = basic.filter((one) => id === undefined || one.id === id);
  if (agreeing.length === 0) throw invalidRequest('client_id differs from the Authorization header.');
  return agreeing;
}

/**
 * `Authorization: Basic`. RFC 6749 §2.3.1 form-encodes id and secret; many clients do not. Both readings are returned
 * when they differ, the raw one first.
 */
function readBasic(header: string | null): Credentials[] | null {
  const encoded = /^basic +([A-Za-z0-9+/_=-]*) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) {
    if (/^basic\b/i.test(header ?? '')) throw invalidClient();
    return null;
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) throw invalidClient();
  const [rawId, rawSecret] = [text.slice(0, colon), text.slice(colon + 1)];
  const [id, secret] = [formDecode(rawId), formDecode(rawSecret)];
  if (`${rawId}${rawSecret}${id}${secret}`.includes('\0')) throw invalidClient();
  const raw = { id: rawId, secret: rawSecret || undefined };
  return id === rawId && secret === rawSecret ? [raw] : [raw, { id, secret: secret || undefined }];
}

const formDecode = (text: string): string => {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

const invalidClient = () => new OAuthError('invalid_client', 'Unknown client, or its authentication failed.');
const invalidRequest = (description: string) => new OAuthError('invalid_request', description);
