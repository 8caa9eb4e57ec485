import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { type ChallengeFor, challengeLifetimeSeconds, newChallenge } from '@/lib/mfa/challenge';
import { listCredentials } from '@/lib/mfa/passkey-store';
import { relyingPartyId } from '@/lib/mfa/relying-party-id';
import { knownBranding } from '@/lib/settings/branding';

/** COSE: EdDSA, ES256, RS256. Said here, so that all nodes agree, whatever their Node.js could do beyond that. */
export const algorithms = [-8, -7, -257];

const timeout = challengeLifetimeSeconds * 1000;

/** For a new passkey of this person, on a device that has none of theirs. */
export const registrationOptions = async (ctx: RequestContext, person: Person) =>
  generateRegistrationOptions({
    rpID: relyingPartyId(),
    rpName: knownBranding().name,
    userID: userHandleOf(person.userId),
    userName: person.email,
    userDisplayName: person.name ?? person.email,
    challenge: newChallenge(ctx, { kind: 'registration', holder: person.browserSessionId }),
    excludeCredentials: await listCredentials(person.userId),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    timeout,
  });

/** For one of this person's passkeys. */
export const secondFactorOptions = async (ctx: RequestContext, person: Person) =>
  assertionOptions(
    ctx,
    { kind: 'second-factor', holder: person.browserSessionId },
    await listCredentials(person.userId),
  );

/** For whatever passkey of this site the browser finds; it says whose it is. */
export const signInOptions = (ctx: RequestContext, holder: string) =>
  assertionOptions(ctx, { kind: 'sign-in', holder });

const assertionOptions = (
  ctx: RequestContext,
  made: ChallengeFor,
  allowCredentials?: { id: string; transports: string[] }[],
) =>
  generateAuthenticationOptions({
    rpID: relyingPartyId(),
    challenge: newChallenge(ctx, made),
    userVerification: 'required',
    timeout,
    ...(allowCredentials ? { allowCredentials } : {}),
  });

/** §5.4.3: what a passkey knows its person by; nothing personal. */
export const userHandleOf = (userId: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'));
