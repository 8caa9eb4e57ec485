import { type JWK, SignJWT } from 'jose';
import * as oauth from 'oauth4webapi';
import { allowByForm, type FormPerson } from './form-person';
import type { RunningServer } from './server';
import { audience, scopes } from './verify-clients';
import { startDevice } from './wire';

/** Tokens that are bound to a key of the client’s (RFC 9449 §5), as oauth4webapi gets them. */
export async function boundTokens(server: RunningServer, person: FormPerson) {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(server.url);
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const client: oauth.Client = { client_id: 'acme-cli' };
  const keys = await oauth.generateKeyPair('ES256', { extractable: true });
  const DPoP = oauth.DPoP(client, keys);
  const device = await startDevice(server, {
    client_id: 'acme-cli',
    scope: scopes.join(' '),
    resource: audience,
  });
  await allowByForm(person, device.user_code);
  const redeem = async () =>
    oauth.processDeviceCodeResponse(
      as,
      client,
      await oauth.deviceCodeGrantRequest(as, client, oauth.None(), device.device_code, { ...insecure, DPoP }),
    );
  const tokens = await redeem().catch((error: unknown) => {
    if (oauth.isDPoPNonceError(error)) return redeem();
    throw error;
  });
  return { ...tokens, client, keys };
}

/** The proof (RFC 9449 §4.2) of a GET. */
export async function proofFor(
  token: string,
  keys: CryptoKeyPair,
  htu: string,
  ageSeconds = 0,
): Promise<string> {
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
  const { kty, crv, x, y } = (await crypto.subtle.exportKey('jwk', keys.publicKey)) as Record<string, string>;
  return new SignJWT({ htu, htm: 'GET', jti: crypto.randomUUID(), ath: hash.toString('base64url') })
    .setIssuedAt(Math.floor(Date.now() / 1000) + ageSeconds)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } as JWK })
    .sign(keys.privateKey);
}
