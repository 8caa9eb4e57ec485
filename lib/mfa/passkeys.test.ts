import { beforeEach, describe, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { addPasskey } from '@/lib/mfa/add-passkey';
import { removePasskey, renamePasskey } from '@/lib/mfa/change-passkey';
import { verifyRecoveryCode } from '@/lib/mfa/recovery-codes';
import { registrationOptions, secondFactorOptions } from '@/lib/mfa/relying-party';
import { resetFactors } from '@/lib/mfa/reset-factors';
import { verifyPasskey } from '@/lib/mfa/use-passkey';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson, later, signIn } from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';
import { createAuthenticator, type Wrong } from '@/lib/testing/passkey';

withDatabase();
withMailbox();

const at = (seconds: number, person: Person) => actingAs(contextAt(later(seconds)), person);

let person: Person;
let device: ReturnType<typeof createAuthenticator>;
beforeEach(async () => {
  person = await createSignedInPerson();
  device = createAuthenticator();
});

/** Add a passkey as the page does: ask, let the device make it, send it. */
async function add(who = person, from = device, { wrong = {}, name }: { wrong?: Wrong; name?: string } = {}) {
  const response = from.create(await registrationOptions(at(0, who), who), wrong);
  return addPasskey(at(0, who), who, { response, name });
}
/** The same for using it. */
async function use(who = person, from = device, wrong: Wrong = {}) {
  const response = from.get(await secondFactorOptions(at(0, who), who), wrong);
  return verifyPasskey(at(0, who), who, response);
}
const rows = () => prisma().passkey.findMany({ where: { userId: person.userId }, orderBy: { id: 'asc' } });
const audits = (action: string) => prisma().auditEvent.findMany({ where: { action, userId: person.userId } });
const personOf = (cookies: string[]) =>
  findPerson(contextAt(later(1)), new Headers({ cookie: cookies[0]!.split(';')[0]! }));

const wrongs: [string, Wrong][] = [
  ['another origin', { origin: 'https://evil.example' }],
  ['another port', { origin: 'http://localhost:3001' }],
  ['another relying party', { rpId: 'evil.example' }],
  ['an unverified person', { userVerified: false }],
  ['nobody present', { userPresent: false }],
  ['a frame of another site', { crossOrigin: true }],
  ['the other ceremony', { type: 'payment.get' }],
];

describe('adding a passkey', () => {
  test('makes this session one with a second factor, under another token', async () => {
    const added = await add(person, device, { name: ' Work\u202e laptop ' });
    if (added.outcome !== 'added') throw new Error(added.outcome);
    expect(await personOf(added.cookies)).toMatchObject({
      amr: ['email', 'hwk', 'user', 'mfa'],
      secondFactorAt: later(0),
      passkeys: 1,
    });
    expect(await rows()).toMatchObject([{ name: 'Work laptop', synced: false, signatureCounter: 1n }]);
    expect(await audits('factor.added')).toMatchObject([{ detail: { factor: 'passkey' } }]);
  });

  test('a synced one is said to be one', async () => {
    const added = await add(person, createAuthenticator({ synced: true, counts: false }));
    if (added.outcome !== 'added') throw new Error(added.outcome);
    expect((await personOf(added.cookies))?.amr).toEqual(['email', 'swk', 'user', 'mfa']);
    expect(await rows()).toMatchObject([{ synced: true, name: 'Passkey' }]);
  });

  test('options ask for a discoverable one with user verification, and none that is here already', async () => {
    await add();
    expect(await registrationOptions(at(0, person), person)).toMatchObject({
      rp: { id: 'localhost', name: 'Doorcode' },
      user: { name: person.email },
      attestation: 'none',
      excludeCredentials: [{ id: device.credentialId, transports: ['internal', 'hybrid'] }],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  });

  test.each(wrongs)('%s: nothing is added', async (_what, wrong) => {
    expect(await add(person, device, { wrong })).toEqual({ outcome: 'failed' });
    expect(await rows()).toEqual([]);
  });

  test.each(['', '{}', 'null', '[]', '{"id":1}', '{"__proto__":{}}', 'x'.repeat(20_000)])(
    'what is no answer of a browser (%#): nothing is added',
    async (response) => {
      expect(await addPasskey(at(0, person), person, { response, name: undefined })).toEqual({
        outcome: 'failed',
      });
    },
  );

  test('another session’s challenge, a late one, and one for signing in: nothing is added', async () => {
    const options = await registrationOptions(at(0, person), person);
    const [other, forUse] = [await signIn(person.userId), await secondFactorOptions(at(0, person), person)];
    const sent = (challenge: string) => device.create({ ...options, challenge });
    const tries = [
      addPasskey(at(0, other), other, { response: sent(options.challenge), name: undefined }),
      addPasskey(at(300, person), person, { response: sent(options.challenge), name: undefined }),
      addPasskey(at(0, person), person, { response: sent(forUse.challenge), name: undefined }),
    ];
    for (const outcome of await Promise.all(tries)) expect(outcome).toEqual({ outcome: 'failed' });
  });

  test('one that is here, on whichever account, is not added again', async () => {
    await add();
    expect(await add()).toEqual({ outcome: 'taken' });
    expect(await add(await createSignedInPerson())).toEqual({ outcome: 'taken' });
  });

  test('50 times the same answer at once: one passkey', async () => {
    const response = device.create(await registrationOptions(at(0, person), person));
    const tries = Array.from({ length: 50 }, () =>
      addPasskey(at(0, person), person, { response, name: undefined }),
    );
    const all = await Promise.all(tries);
    expect(all.filter(({ outcome }) => outcome === 'added')).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  test('at most 20, also when they come at once', async () => {
    const all = await Promise.all(Array.from({ length: 23 }, () => add(person, createAuthenticator())));
    expect(all.filter(({ outcome }) => outcome === 'added')).toHaveLength(20);
    expect(all.filter(({ outcome }) => outcome === 'too_many')).toHaveLength(3);
  });

  test('a session that was ended meanwhile adds nothing', async () => {
    const response = device.create(await registrationOptions(at(0, person), person));
    await prisma().browserSession.deleteMany({ where: { userId: person.userId } });
    expect(await addPasskey(at(0, person), person, { response, name: undefined })).toEqual({
      outcome: 'failed',
    });
    expect(await rows()).toEqual([]);
  });
});

test('a reset of all factors while one is added leaves none, and fails for nobody', async () => {
  const admin: Person = { ...(await createSignedInPerson()), role: 'admin' };
  for (let i = 0; i < 10; i++) {
    await add(person, createAuthenticator());
    const response = device.create(await registrationOptions(at(0, person), person));
    const [reset, added] = await Promise.all([
      resetFactors(at(0, admin), person.userId),
      addPasskey(at(0, person), person, { response, name: undefined }),
    ]);
    expect(reset).toBe('reset');
    expect(['added', 'failed']).toContain(added.outcome);
    expect(await rows()).toEqual([]);
    person = await createSignedInPerson();
    device = createAuthenticator();
  }
});

describe('a passkey as second factor', () => {
  beforeEach(async () => {
    await add();
    person = await signIn(person.userId);
  });

  test('makes the session stronger, under another token, and remembers its use', async () => {
    const result = await use();
    if (result.outcome !== 'verified') throw new Error(result.outcome);
    expect(await personOf(result.value)).toMatchObject({
      amr: ['email', 'hwk', 'user', 'mfa'],
      secondFactorAt: later(0),
    });
    expect(await rows()).toMatchObject([
      { signatureCounter: 2n, lastUsedAt: later(0), lastUsedIp: '198.51.100.7' },
    ]);
    expect(await audits('second_factor.verified')).toMatchObject([{ detail: { factor: 'passkey' } }]);
  });

  test('one that does not count is used again and again', async () => {
    const synced = createAuthenticator({ synced: true, counts: false });
    await add(person, synced);
    expect((await use(person, synced)).outcome).toBe('verified');
    expect((await use(person, synced)).outcome).toBe('verified');
  });

  test.each([
    ...wrongs,
    ['another’s user handle', { userHandle: Buffer.alloc(16).toString('base64url') }] as [string, Wrong],
    ['another kind of passkey', { backupEligible: true }] as [string, Wrong],
    ['a signature of something else', { signed: 'x' }] as [string, Wrong],
  ])('%s: it is refused', async (_what, wrong) => {
    expect((await use(person, device, wrong)).outcome).toBe('wrong');
    expect((await use()).outcome).toBe('verified');
  });

  test('a browser that tells no user handle is fine: the person is known', async () => {
    expect((await use(person, device, { userHandle: null })).outcome).toBe('verified');
  });

  test('an answer is used once; one for another session, or too late, not at all', async () => {
    const { challenge, rpId } = await secondFactorOptions(at(0, person), person);
    const asked = { challenge, rpId: rpId! };
    const other = await signIn(person.userId);
    expect((await verifyPasskey(at(0, other), other, device.get(asked))).outcome).toBe('wrong');
    expect((await verifyPasskey(at(300, person), person, device.get(asked))).outcome).toBe('wrong');
    const answer = device.get(asked);
    expect((await verifyPasskey(at(0, person), person, answer)).outcome).toBe('verified');
    expect((await verifyPasskey(at(0, person), person, answer)).outcome).toBe('wrong');
    expect((await verifyPasskey(at(0, person), person, device.get(asked))).outcome).toBe('wrong');
  });

  test('50 uses of one challenge at once: one success', async () => {
    const { challenge, rpId } = await secondFactorOptions(at(0, person), person);
    const answers = Array.from({ length: 50 }, () => device.get({ challenge, rpId: rpId! }));
    const all = await Promise.all(answers.map((answer) => verifyPasskey(at(0, person), person, answer)));
    expect(all.filter(({ outcome }) => outcome === 'verified')).toHaveLength(1);
  });

  test('somebody else’s passkey opens nothing', async () => {
    const [other, theirs] = [await createSignedInPerson(), createAuthenticator()];
    await add(other, theirs);
    const asked = await secondFactorOptions(at(0, person), person);
    const response = theirs.get(asked, { userHandle: null });
    expect((await verifyPasskey(at(0, person), person, response)).outcome).toBe('wrong');
  });

  test.each([0, 1, 2])(
    'a counter that goes back to %i may be a copy: refused, and audited',
    async (counter) => {
      await use();
      expect((await use(person, device, { counter })).outcome).toBe('wrong');
      const refused = await audits('second_factor.refused');
      expect(refused.map(({ detail }) => detail)).toContainEqual({
        factor: 'passkey',
        reason: 'signature_counter',
      });
    },
  );

  test('failures count with every other factor’s', async () => {
    for (let i = 0; i < 5; i++) await use(person, device, { userVerified: false });
    for (let i = 0; i < 5; i++) await verifyRecoveryCode(at(0, person), person, '0000-0000-0000-0000');
    expect((await use()).outcome).toBe('limited');
  });
});

describe('changing passkeys', () => {
  const required = { by: null, from: later(0) };
  const idOf = async (index = 0) => (await rows())[index]!.id;
  beforeEach(async () => {
    await add();
    await prisma().recoveryCode.create({
      data: { userId: person.userId, hmac: new Uint8Array(32), createdAt: later(0) },
    });
  });
  const codes = () => prisma().recoveryCode.count({ where: { userId: person.userId } });

  test('another name, by its person alone', async () => {
    const id = await idOf();
    const rename = (who: Person, name: string) => renamePasskey(at(0, who), who, { id, name });
    expect(await rename(person, '  Phone ')).toBe('renamed');
    expect(await rename(await createSignedInPerson(), 'Mine')).toBe('gone');
    for (const name of ['', ' ', 'a\u202eb', 'x'.repeat(61)])
      expect(await rename(person, name)).toBe('unreadable_name');
    expect(await rows()).toMatchObject([{ name: 'Phone' }]);
    expect(await audits('factor.changed')).toHaveLength(1);
  });

  test('the last goes with the recovery codes; nobody else takes it away', async () => {
    const [id, other] = [await idOf(), await createSignedInPerson()];
    expect(await removePasskey(at(0, other), other, id)).toBe('gone');
    expect(await removePasskey(at(0, person), person, id)).toBe('removed');
    expect(await removePasskey(at(0, person), person, id)).toBe('gone');
    expect([await rows(), await codes()]).toEqual([[], 0]);
    expect(await audits('factor.removed')).toMatchObject([
      { detail: { factor: 'passkey', name: 'Passkey' } },
    ]);
  });

  test('one of two goes, and the recovery codes stay', async () => {
    await add(person, createAuthenticator());
    expect(await removePasskey(at(0, person), person, await idOf())).toBe('removed');
    expect([(await rows()).length, await codes()]).toEqual([1, 1]);
  });

  test('where one is required, the last stays: two removals of the last two at once leave one', async () => {
    await add(person, createAuthenticator());
    const bound = { ...person, secondFactorRequired: required };
    const ids = (await rows()).map(({ id }) => id);
    const all = await Promise.all(ids.map((id) => removePasskey(at(0, bound), bound, id)));
    expect(all.sort()).toEqual(['last_and_required', 'removed']);
    expect([(await rows()).length, await codes()]).toEqual([1, 1]);
  });
});
