import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeAttestationObject, decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { type ChallengeFor, isOwnChallenge } from '@/lib/mfa/challenge';
import type { PasskeyRow } from '@/lib/mfa/passkey-store';
import { algorithms, userHandleOf } from '@/lib/mfa/relying-party';
import { relyingPartyId } from '@/lib/mfa/relying-party-id';

/** What a browser answers, as JSON (W3C WebAuthn 3 §5.1, `toJSON`): read, and verified as §7.1 and §7.2 say. */
const base64url = z.string().regex(/^[A-Za-z0-9_-]{1,12000}$/);
/** §4: at most 1023 bytes. */
const credentialId = z.string().regex(/^[A-Za-z0-9_-]{1,1364}$/);
const common = { id: credentialId, rawId: credentialId, type: z.literal('public-key') };

const registration = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(8)
      .catch([]),
  }),
});

const assertion = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});

export type Assertion = z.infer<typeof assertion>;

export const readAssertion = (text: string): Assertion | null => readAs(assertion, text);

function readAs<Value>(schema: z.ZodType<Value>, text: string): Value | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A new passkey that its browser has made for this challenge, or null. `challenge` is yet to be spent. */
export const verifyRegistration = (ctx: RequestContext, made: ChallengeFor, text: string) =>
  verified(async () => {
    const response = readAs(registration, text);
    if (!response || isFramed(response) || bringsCertificates(response)) return null;
    const expected = expectedOf(ctx, made);
    const { registrationInfo: info } = await verifyRegistrationResponse({
      ...expected.options,
      response: { ...response, clientExtensionResults: {} } as RegistrationResponseJSON,
      supportedAlgorithmIDs: algorithms,
    });
    if (!info) return null;
    const { id, publicKey, counter } = info.credential;
    return {
      challenge: expected.challenge(),
      credentialId: id,
      publicKey: Uint8Array.from(publicKey),
      signatureCounter: counter,
      transports: response.response.transports,
      synced: info.credentialDeviceType === 'multiDevice',
    };
  });

/** The use of a passkey, proved: the counter that its authenticator tells is yet to be compared, the challenge to be spent. */
export type VerifiedUse = { passkey: PasskeyRow; challenge: string; signatureCounter: number };

/** Was it signed by this passkey, for this challenge, by its verified person? Null: it was not. */
export const verifyAssertion = (
  ctx: RequestContext,
  made: ChallengeFor,
  given: Assertion,
  passkey: PasskeyRow,
): Promise<VerifiedUse | null> =>
  verified(async () => {
    if (isFramed(given) || !isOf(given, passkey.userId)) return null;
    const expected = expectedOf(ctx, made);
    const result = await verifyAuthenticationResponse({
      ...expected.options,
      response: { ...given, clientExtensionResults: {} } as AuthenticationResponseJSON,
      credential: {
        id: given.id,
        publicKey: passkey.publicKey,
        counter: 0, // the statement that advances it compares (advancePasskey)
      },
    });
    const { newCounter, credentialDeviceType } = result.authenticationInfo;
    // §7.2, step 18: whether it can be synced is for its life.
    const isSame = passkey.synced === (credentialDeviceType === 'multiDevice');
    return result.verified && isSame
      ? { passkey, challenge: expected.challenge(), signatureCounter: newCounter }
      : null;
  });

/** §7.2, step 6: a user handle, where one is told, is that of the passkey's person. */
const isOf = ({ response }: Assertion, userId: string): boolean =>
  !response.userHandle || response.userHandle === Buffer.from(userHandleOf(userId)).toString('base64url');

/** Pages of ours are framed nowhere, so nothing of ours signs in a frame (§13.4.2). */
const isFramed = ({ response }: { response: { clientDataJSON: string } }): boolean =>
  decodeClientDataJSON(response.clientDataJSON).crossOrigin === true;

/** None is asked for (§5.4.7), and to check one is to fetch from wherever it says. */
function bringsCertificates({ response }: z.infer<typeof registration>): boolean {
  const bytes = Uint8Array.from(Buffer.from(response.attestationObject, 'base64url'));
  const attestation = decodeAttestationObject(bytes);
  const format = attestation.get('fmt');
  return format !== 'none' && (format !== 'packed' || attestation.get('attStmt').get('x5c') !== undefined);
}

function expectedOf(ctx: RequestContext, made: ChallengeFor) {
  let challenge = '';
  const options = {
    expectedOrigin: env().publicUrl,
    expectedRPID: relyingPartyId(),
    requireUserVerification: true,
    expectedChallenge: (given: string) => {
      challenge = given;
      return isOwnChallenge(ctx, made, given);
    },
  };
  return { options, challenge: () => challenge };
}

/** The library throws whatever is wrong with what strangers send. Nothing else happens in `verify`: no row is read. */
async function verified<Value>(verify: () => Promise<Value | null>): Promise<Value | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}
