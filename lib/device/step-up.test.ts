import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import { findGrantOutcome } from '@/lib/device/outcome';
import { requiredSignIn } from '@/lib/device/required-sign-in';
import { env, setEnv } from '@/lib/env';
import { acrValuesSupported, reachableAcrValues } from '@/lib/login/acr';
import type { Person } from '@/lib/login/browser-session';
import { decideNextStep } from '@/lib/login/next-step';
import { withDatabase } from '@/lib/testing/database';
import {
  allow,
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  later,
  redeem,
  signIn,
  start,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';

/** RFC 9470: what an API asks of the sign-in, its CLI passes on to the device request. */

withDatabase();
let client: Client;
let person: Person;
beforeAll(async () => {
  client = await createClient();
  person = await createSignedInPerson();
});

const acr = acrValuesSupported[2];

/** A request made `seconds` after the person signed in, and its code entered. */
async function ask(seconds: number, asked: { maxAgeSeconds?: number; acrValues?: string[] }) {
  const device = await startDevice(client, contextAt(later(seconds)), asked);
  const grantId = await enter(person, device.userCode, later(seconds));
  const outcome = await findGrantOutcome(contextAt(later(seconds)), person.userId, grantId);
  if (outcome?.state !== 'pending') throw new Error('it is not pending');
  return {
    deviceCode: device.deviceCode,
    grantId,
    required: requiredSignIn(contextAt(later(seconds)), outcome.grant),
  };
}

describe('max_age', () => {
  test.each([
    [60, 60, 'none'],
    [61, 60, 'sign_in_again'],
    [1, 0, 'sign_in_again'],
    [0, 0, 'none'],
    [86_400, 86_400, 'none'],
  ])('signed in %i s before the request, %i allowed: %s', async (age, maxAgeSeconds, step) => {
    const { grantId, required, deviceCode } = await ask(age, { maxAgeSeconds });
    expect(decideNextStep(person, later(age), { signIn: required }).step).toBe(step);
    // Whatever the page shows: the statement that allows it asks the same.
    expect(await allow(person, grantId, later(age))).toBe(step === 'none' ? 'decided' : 'too_late');
    expect(await codeOf(redeem(client, deviceCode, later(age)))).toBe(
      step === 'none' ? 'tokens' : 'authorization_pending',
    );
  });

  test('within max_age of the request is not enough: what counts is the moment of the decision', async () => {
    const { grantId } = await ask(50, { maxAgeSeconds: 60 });
    expect(await allow(person, grantId, later(61))).toBe('too_late');
    expect(await allow(person, grantId, later(60))).toBe('decided');
  });

  test('signing in again suffices, however long the request has waited, and shows as auth_time', async () => {
    const { grantId, deviceCode } = await ask(1_000, { maxAgeSeconds: 0 });
    const again = { ...(await signIn(person.userId)), authenticatedAt: later(1_200) };
    expect(await allow(again, grantId, later(1_300))).toBe('decided');
    await redeem(client, deviceCode, later(1_300));
    expect(await prisma().session.findFirstOrThrow({ where: { deviceGrantId: grantId } })).toMatchObject({
      authenticatedAt: later(1_200),
    });
  });
});

describe('acr_values', () => {
  test('what can be reached here is kept, best first, and shows as acr', async () => {
    const { grantId, deviceCode } = await ask(0, { acrValues: ['urn:example:gold', acr] });
    expect(await allow(person, grantId)).toBe('decided');
    await redeem(client, deviceCode);
    expect(await prisma().session.findFirstOrThrow({ where: { deviceGrantId: grantId } })).toMatchObject({
      acr,
      amr: ['email', 'device_code'],
    });
  });

  test('where this server has no domain, nobody reaches a passkey: it is neither offered nor taken', async () => {
    const passkey = 'urn:doorcode:acr:passkey';
    expect(reachableAcrValues()).toContain(passkey);
    const { publicUrl } = env();
    setEnv({ ...env(), publicUrl: 'http://127.0.0.1:3000' });
    try {
      expect(reachableAcrValues()).not.toContain(passkey);
      expect(await codeOf(startDevice(client, contextAt(start), { acrValues: [passkey] }))).toBe(
        'unmet_authentication_requirements',
      );
    } finally {
      setEnv({ ...env(), publicUrl });
    }
  });

  test('what cannot be reached at all is refused at once', async () => {
    expect(await codeOf(startDevice(client, contextAt(start), { acrValues: ['urn:example:gold'] }))).toBe(
      'unmet_authentication_requirements',
    );
  });
});
