import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/**
 * An authenticator in software, and the browser around it: what `navigator.credentials` would answer, as JSON (W3C
 * WebAuthn 3 §6). Everything that a real pair would not do is said by the test.
 */
export type Wrong = Partial<{
  origin: string;
  rpId: string;
  userVerified: boolean;
  userPresent: boolean;
  crossOrigin: boolean;
  counter: number;
  backupEligible: boolean;
  userHandle: string | null;
  type: string;
  /** Of an attestation statement, which nobody asked for. */
  attestation: { fmt: string; x5c: Buffer[] };
  /** What was signed in the place of what is sent. */
  signed: string;
}>;

type Creation = { challenge: string; rp: { id?: string }; user: { id: string } };
type Request = { challenge: string; rpId?: string };

export function createAuthenticator({ synced = false, counts = true } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  let counter = 0;
  let userHandle = '';

  const authenticatorData = (rpId: string, wrong: Wrong, attested?: Buffer) => {
    const { userVerified = true, userPresent = true, backupEligible = synced } = wrong;
    if (counts) counter += 1;
    const bits = [userPresent && 1, userVerified && 4, backupEligible && 8, synced && 16, attested && 64];
    const flags = bits.reduce<number>((sum, bit) => sum + (bit || 0), 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(wrong.counter ?? counter);
    const rpIdHash = sha256(Buffer.from(wrong.rpId ?? rpId));
    return Buffer.concat([rpIdHash, Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  };

  const answer = (response: Record<string, unknown>) => {
    const id = credentialId.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  };

  return {
    credentialId: credentialId.toString('base64url'),

    create(asked: Creation, wrong: Wrong = {}): string {
      userHandle = asked.user.id;
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const [x5c, fmt] = [wrong.attestation?.x5c, wrong.attestation?.fmt ?? 'none'];
      const cose = map([
        [number(1), number(2)],
        [number(3), number(-7)],
        [number(-1), number(1)],
        [number(-2), bytes(Buffer.from(x, 'base64url'))],
        [number(-3), bytes(Buffer.from(y, 'base64url'))],
      ]);
      const length = Buffer.from([0, credentialId.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, cose]);
      const attestation = map([
        [text('fmt'), text(fmt)],
        [text('attStmt'), map(x5c ? [[text('x5c'), list(x5c.map(bytes))]] : [])],
        [text('authData'), bytes(authenticatorData(asked.rp.id ?? '', wrong, attested))],
      ]);
      return answer({
        clientDataJSON: clientData('webauthn.create', asked.challenge, wrong).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal', 'hybrid'],
      });
    },

    get(asked: Request, wrong: Wrong = {}): string {
      const client = clientData('webauthn.get', asked.challenge, wrong);
      const data = authenticatorData(asked.rpId ?? '', wrong);
      const signature = sign(
        'sha256',
        Buffer.concat([Buffer.from(wrong.signed ?? ''), data, sha256(client)]),
        privateKey,
      );
      const handle = wrong.userHandle === undefined ? userHandle : wrong.userHandle;
      return answer({
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(handle === null ? {} : { userHandle: handle }),
      });
    },
  };
}

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();

const clientData = (type: string, challenge: string, wrong: Wrong): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: wrong.type ?? type,
      challenge,
      origin: wrong.origin ?? 'http://localhost:3000',
      crossOrigin: wrong.crossOrigin ?? false,
    }),
  );

/** As much CBOR (RFC 8949 §3) as a credential needs. */
function head(major: number, value: number): Buffer {
  const kind = major << 5;
  if (value < 24) return Buffer.from([kind | value]);
  return value < 256 ? Buffer.from([kind | 24, value]) : Buffer.from([kind | 25, value >> 8, value & 255]);
}
const number = (value: number): Buffer => (value < 0 ? head(1, -1 - value) : head(0, value));
const bytes = (value: Buffer): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const list = (items: Buffer[]): Buffer => Buffer.concat([head(4, items.length), ...items]);
const map = (pairs: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, pairs.length), ...pairs.flat()]);
