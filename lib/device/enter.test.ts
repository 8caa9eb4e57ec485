import { beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { denyDeviceGrant } from '@/lib/device/decide';
import { enterUserCode } from '@/lib/device/enter';
import { consentTicket, enteredCodeProof, readEnteredCodeProof } from '@/lib/device/ticket';
import { generateUserCode } from '@/lib/device/user-code';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  later,
  start,
  startDevice,
} from '@/lib/testing/factories';

withDatabase();
let client: Client;
beforeAll(async () => {
  client = await createClient();
});

const outcome = async (person: Person, code: string, ip?: string, now = start) =>
  (await enterUserCode(actingAs(contextAt(now, ip), person), person.userId, code)).outcome;

describe('wrong, expired and used codes look alike', () => {
  test('to the person who enters them', async () => {
    const person = await createSignedInPerson();
    const device = await startDevice(client);
    expect(await outcome(person, device.userCode, undefined, later(600))).toBe('unknown');
    const grantId = await enter(person, device.userCode);
    const by = actingAs(contextAt(start), person);
    await denyDeviceGrant(by, { grantId, ticket: consentTicket(person.browserSessionId, grantId) });
    expect(await outcome(person, device.userCode)).toBe('unknown');
    expect(await outcome(person, generateUserCode())).toBe('unknown');
    expect(await outcome(person, 'hello')).toBe('unknown');
  });
});

describe('guessing', () => {
  test('one account has ten failures, in parallel too, then even the right code is refused', async () => {
    const person = await createSignedInPerson();
    const device = await startDevice(client);
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => outcome(person, generateUserCode(), '192.0.2.1')),
    );
    expect(guesses.filter((one) => one === 'unknown')).toHaveLength(10);
    expect(await outcome(person, device.userCode, '192.0.2.1')).toBe('limited');
  });

  test('a right code costs nothing and resets nothing', async () => {
    const person = await createSignedInPerson();
    for (let i = 0; i < 9; i++) await outcome(person, generateUserCode(), '192.0.3.1');
    for (let i = 0; i < 5; i++)
      expect(await outcome(person, (await startDevice(client)).userCode, '192.0.3.1')).toBe('found');
    expect(await outcome(person, generateUserCode(), '192.0.3.1')).toBe('unknown');
    expect(await outcome(person, generateUserCode(), '192.0.3.1')).toBe('limited');
  });

  test('200 honest people behind one address, each mistyping once, are not locked out', async () => {
    const people: Person[] = [];
    while (people.length < 200)
      people.push(...(await Promise.all(Array.from({ length: 20 }, () => createSignedInPerson()))));
    await Promise.all(people.map((person) => outcome(person, generateUserCode(), '192.0.4.1')));
    const devices = await Promise.all(people.map(() => startDevice(client, contextAt(start, '192.0.4.1'))));
    const found = await Promise.all(
      people.map((person, i) => outcome(person, devices[i]!.userCode, '192.0.4.1')),
    );
    expect(new Set(found)).toEqual(new Set(['found']));
  });
});

describe('the proof that a session entered a code', () => {
  test('is worth nothing to another session, nor changed', async () => {
    const [ann, bob] = [await createSignedInPerson(), await createSignedInPerson()];
    const grantId = await enter(ann, (await startDevice(client)).userCode);
    const proof = enteredCodeProof(ann.browserSessionId, grantId);
    expect(readEnteredCodeProof(ann.browserSessionId, proof)).toBe(grantId);
    expect(readEnteredCodeProof(bob.browserSessionId, proof)).toBeNull();
    expect(
      readEnteredCodeProof(
        ann.browserSessionId,
        proof.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      ),
    ).toBeNull();
    expect(readEnteredCodeProof(ann.browserSessionId, grantId)).toBeNull();
  });
});
