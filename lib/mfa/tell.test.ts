import { expect, test } from 'vitest';
import { type FactorChange, tellFactorChange } from '@/lib/mfa/tell';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, start } from '@/lib/testing/factories';
import { breakMailbox, withMailbox } from '@/lib/testing/mailbox';

const mailsTo = withMailbox();
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const ctx = { ...contextAt(start), userAgent: firefox };
const userId = '019b0000-0000-7000-8000-000000000000';

const changes: [FactorChange, string][] = [
  [{ what: 'authenticator_added' }, 'An authenticator app was added'],
  [{ what: 'authenticator_replaced' }, 'The authenticator app was replaced'],
  [{ what: 'authenticator_removed' }, 'The authenticator app was removed'],
  [{ what: 'passkey_added', name: 'Work key' }, 'It is called “Work key”'],
  [{ what: 'passkey_renamed', name: 'Home key' }, 'It is called “Home key” now'],
  [{ what: 'passkey_removed', name: 'Old key' }, 'It was called “Old key”'],
  [{ what: 'recovery_codes_renewed' }, 'New recovery codes were made'],
  [{ what: 'recovery_code_used', left: 7 }, '7 are left'],
  [{ what: 'recovery_code_used', left: 1 }, 'One is left'],
  [{ what: 'recovery_code_used', left: 0 }, 'None is left'],
  [{ what: 'too_many_failures' }, 'They did not get in'],
];

test.each(changes)(
  '%j is told: what, when, where, and how to say that it was not me',
  async (change, said) => {
    const email = `${JSON.stringify(change).replace(/\W/g, '')}@example.com`;
    await tellFactorChange(ctx, { userId, email }, change);
    const [mail, ...more] = await mailsTo(email);
    expect(more).toEqual([]);
    expect(mail!.subject).toMatch(/: localhost:3000$/);
    expect(mail!.text).toContain(said);
    expect(mail!.text).toContain('When: 1 January 2026 at 12:00 UTC');
    expect(mail!.text).toContain('Where: Firefox on Linux, from 198.51.100.7');
    expect(mail!.text).toMatch(/http:\/\/localhost:3000\/login\/not-me\?token=\S+\n/);
  },
);

test('a reset by an administrator says so, and nothing of the administrator’s browser', async () => {
  const email = 'reset@example.com';
  await tellFactorChange(ctx, { userId, email }, { what: 'factors_reset' });
  const [mail] = await mailsTo(email);
  expect(mail!.text).toContain('An administrator removed your second factors');
  expect(mail!.text).not.toMatch(/Firefox|198\.51/);
  expect(mail!.text).toContain('/login/not-me?token=');
});

test('a passkey’s name stays on its line', async () => {
  const email = 'line@example.com';
  await tellFactorChange(ctx, { userId, email }, { what: 'passkey_added', name: 'a\r\n\r\nCall us\u202e' });
  expect((await mailsTo(email))[0]!.text).toContain('“a Call us”');
});

test('a mail that cannot be sent undoes nothing, and throws nothing', async () => {
  breakMailbox();
  await tellFactorChange(ctx, { userId, email: 'gone@example.com' }, { what: 'authenticator_added' });
  setTestEnv();
});
