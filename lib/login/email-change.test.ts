import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { env } from '@/lib/env';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { confirmEmailChange, findWantedAddress, requestEmailChange } from '@/lib/login/email-change';
import { decideEmailChange } from '@/lib/login/rules';
import { withDatabase } from '@/lib/testing/database';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, createSignedInPerson, later, start } from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';

withDatabase();
const mailsTo = withMailbox();
let person: Person;
let wanted: string;
let count = 0;
beforeEach(async () => {
  person = await createSignedInPerson();
  wanted = `new-${++count}@example.com`;
});
const ctx = (seconds = 0) => actingAs(contextAt(later(seconds), `198.51.${count}.7`), person);
const stored = async () => (await prisma().user.findUniqueOrThrow({ where: { id: person.userId } })).email;

/** Ask, and take the token from the mail. */
async function ask(seconds = 0): Promise<string> {
  expect(await requestEmailChange(ctx(seconds), person, wanted)).toBe('sent');
  const [mail] = await mailsTo(wanted);
  return /confirm\?token=(\S+)/.exec(mail!.text)![1]!;
}

describe('asking', () => {
  test('changes nothing but a row without the token in it', async () => {
    const token = await ask();
    expect(await stored()).toBe(person.email);
    expect(await findWantedAddress(ctx(), person, token)).toBe(wanted);
    const [row] = await prisma().emailChange.findMany({ where: { userId: person.userId } });
    expect(row!.expiresAt).toEqual(later(1_800));
    expect(Buffer.from(row!.tokenHash).toString('hex')).not.toContain(
      Buffer.from(token, 'base64url').toString('hex'),
    );
  });

  test('an address of another account is answered the same, and its mail carries no link', async () => {
    const other = await createSignedInPerson();
    wanted = other.email;
    expect(await requestEmailChange(ctx(), person, wanted)).toBe('sent');
    const [mail] = await mailsTo(wanted);
    expect(mail!.text).toContain('has an account of its own');
    expect(mail!.text).not.toMatch(/https?:/);
    expect(await prisma().emailChange.count({ where: { userId: person.userId } })).toBe(0);
  });

  test('is limited as the mails of sign-in are', async () => {
    for (let i = 0; i < 10; i++) await requestEmailChange(ctx(), person, wanted);
    await expect(requestEmailChange(ctx(), person, wanted)).rejects.toMatchObject({
      code: 'too_many_requests',
    });
  });

  test.each([
    ['another address', { present: 'a@x.com', isFixed: false, isOfIssuer: false }, 'open', 'allowed'],
    ['by invitation only', { present: 'a@x.com', isFixed: false, isOfIssuer: false }, 'invited', 'allowed'],
    ['of a listed domain', { present: 'a@x.com', isFixed: false, isOfIssuer: false }, ['y.com'], 'allowed'],
    ['of no listed domain', { present: 'a@x.com', isFixed: false, isOfIssuer: false }, ['x.com'], 'domain'],
    ['the same', { present: 'b@y.com', isFixed: false, isOfIssuer: false }, 'open', 'same'],
    ['one that an issuer gives', { present: 'a@x.com', isFixed: false, isOfIssuer: true }, 'open', 'domain'],
    ['for whom an issuer decides', { present: 'a@x.com', isFixed: true, isOfIssuer: false }, 'open', 'fixed'],
  ] as const)('%s: decided', (_what, facts, policy, decision) => {
    expect(decideEmailChange(facts, typeof policy === 'string' ? policy : [...policy], 'b@y.com')).toBe(
      decision,
    );
  });

  test('people of an organization with its own issuer cannot, nor can others move to its domain', async () => {
    const id = newId(start);
    const domain = `corp-${count}.example`;
    await prisma().organization.create({ data: { id, slug: domain, name: 'Corp', createdAt: start } });
    await prisma().emailDomain.create({ data: { domain, organizationId: id } });
    expect(await requestEmailChange(ctx(), person, `x@${domain}`)).toBe('sent');
    await prisma().organizationIssuer.create({
      data: {
        organizationId: id,
        issuer: 'https://id.example',
        clientId: 'x',
        name: 'Corp',
        clientSecretEncrypted: new Uint8Array(),
      },
    });
    expect(await requestEmailChange(ctx(), person, `y@${domain}`)).toBe('domain');
    const theirs = await createSignedInPerson(`z@${domain}`);
    expect(await requestEmailChange(ctx(), theirs, wanted)).toBe('fixed');
  });
});

describe('using the link', () => {
  test('changes and proves the address, tells both, drops what led to the one of before, ends nothing', async () => {
    const token = await ask();
    const links = [person.email, 'else@example.com'].map((identifier) => ({
      identifier,
      token: `${identifier}${count}`,
      expires: later(600),
    }));
    await prisma().signInLink.createMany({ data: links });
    expect(await confirmEmailChange(ctx(60), person, token)).toBe('changed');
    const user = await prisma().user.findUniqueOrThrow({ where: { id: person.userId } });
    expect(user).toMatchObject({ email: wanted, emailVerified: later(60) });
    expect(await prisma().signInLink.count({ where: { identifier: person.email } })).toBe(0);
    expect(await prisma().signInLink.count({ where: { token: `else@example.com${count}` } })).toBe(1);
    expect(await prisma().browserSession.count({ where: { userId: person.userId } })).toBe(1);
    const [before] = await mailsTo(person.email);
    expect(before!.text).toContain(wanted);
    expect(before!.text).toContain('/login/not-me?token=');
    const [after] = await mailsTo(wanted);
    expect(after!.text).toContain('is the address of your account');
    expect(after!.text).not.toContain('not-me');
    const rows = await prisma().auditEvent.findMany({
      where: { userId: person.userId, action: 'person.email_changed' },
    });
    expect(rows).toMatchObject([{ actorId: person.userId, detail: { domain: { from: 'example.com' } } }]);
    expect(JSON.stringify(rows[0]!.detail)).not.toContain('@');
  });

  test('works once, for thirty minutes, for its person alone; the newest alone counts', async () => {
    const other = await createSignedInPerson();
    const first = await ask();
    const token = await ask(1);
    expect(await confirmEmailChange(ctx(), person, first)).toBe('gone');
    expect(await confirmEmailChange(ctx(), other, token)).toBe('gone');
    expect(await confirmEmailChange(ctx(1_801), person, token)).toBe('gone');
    expect(await confirmEmailChange(ctx(1_800), person, token)).toBe('changed');
    expect(await confirmEmailChange(ctx(1_800), person, token)).toBe('gone');
  });

  test('an address that another account took meanwhile is left alone, and nothing is changed', async () => {
    const token = await ask();
    await createSignedInPerson(wanted);
    expect(await confirmEmailChange(ctx(), person, token)).toBe('taken');
    expect(await stored()).toBe(person.email);
    expect(
      await prisma().auditEvent.count({ where: { action: 'person.email_changed', userId: person.userId } }),
    ).toBe(0);
  });

  test('SIGN_UP of now decides, not of when it was asked', async () => {
    const token = await ask();
    const { dataDir } = env();
    setTestEnv({ DATA_DIR: dataDir, SIGN_UP: 'acme.example' });
    expect(await confirmEmailChange(ctx(), person, token)).toBe('domain');
    setTestEnv({ DATA_DIR: dataDir });
    expect(await stored()).toBe(person.email);
  });

  test('50 at once: one changes it', async () => {
    const token = await ask();
    const all = await Promise.all(Array.from({ length: 50 }, () => confirmEmailChange(ctx(), person, token)));
    expect(all.filter((outcome) => outcome === 'changed')).toHaveLength(1);
    expect(new Set(all)).toEqual(new Set(['changed', 'gone']));
    expect(
      await prisma().auditEvent.count({ where: { action: 'person.email_changed', userId: person.userId } }),
    ).toBe(1);
  });

  test('two people after one address: one has it', async () => {
    const token = await ask();
    const rival = await createSignedInPerson();
    await requestEmailChange(actingAs(contextAt(start), rival), rival, wanted);
    const [mail] = (await mailsTo(wanted)).filter(({ text }) => !text.includes(token));
    const theirs = /confirm\?token=(\S+)/.exec(mail!.text)![1]!;
    const outcomes = await Promise.all([
      confirmEmailChange(ctx(), person, token),
      confirmEmailChange(actingAs(contextAt(start), rival), rival, theirs),
    ]);
    expect(outcomes.sort()).toEqual(['changed', 'taken']);
  });
});
