import { Webhook } from 'standardwebhooks';
import { decrypt, encrypt, randomSecret } from '@/lib/crypto';

/** `whsec_` and 256 bits in base64, as Standard Webhooks writes a symmetric secret. */
export const newWebhookSecret = (): string => `whsec_${randomSecret().toString('base64')}`;

export const sealSecret = (secret: string): Buffer => encrypt('webhook-secret', secret);

/** The headers of one try, signed with the secret, and for as long as it counts with the one before. */
export function signedHeaders(
  now: Date,
  id: string,
  body: string,
  secrets: {
    secretEncrypted: Uint8Array;
    previousSecretEncrypted: Uint8Array | null;
    previousSecretUntil: Date | null;
  },
): Record<string, string> {
  const { secretEncrypted, previousSecretEncrypted, previousSecretUntil } = secrets;
  const both = previousSecretEncrypted && previousSecretUntil && previousSecretUntil > now;
  const sealed = both ? [secretEncrypted, previousSecretEncrypted] : [secretEncrypted];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': sealed
      .map((one) => new Webhook(decrypt('webhook-secret', one)).sign(id, now, body))
      .join(' '),
  };
}
