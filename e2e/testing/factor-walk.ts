import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { allRows } from './contents';
import type { Database } from './database';
import { newAddress } from './person';
import { appWith } from './second-factor';
import type { RunningServer } from './server';
import { postForm } from './wire';

type Given = {
  server: RunningServer;
  database: Database;
  page: Page;
  /** Keep what the page shows now. */
  keep(): Promise<unknown>;
  /** What was mailed so far. */
  texts(): string[];
};

/** The factor pages of who is signed in: an app, recovery codes and the use of one, a change of e-mail that waits. */
export async function walkThroughFactors({ server, database, page, keep, texts }: Given): Promise<{
  secrets: Record<string, string>;
  rows: string[];
}> {
  const mailed = async (what: RegExp) => {
    await expect.poll(() => texts().some((text) => what.test(text))).toBe(true);
    return what.exec(texts().find((text) => what.test(text))!)![1]!;
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

  await page.goto('/account/security/authenticator');
  await press('Show the QR code');
  const href = await page.getByRole('link', { name: 'Open the app' }).getAttribute('href');
  const secret = new URL(href!).searchParams.get('secret')!;
  await keep();
  const rows = await allRows(database);
  await page.getByLabel('Authentication code').fill('000000');
  await press('Set up');
  await page.getByText('That code is not right').waitFor();
  await keep();
  await page.getByLabel('Authentication code').fill(appWith(secret).shows());
  await press('Set up');
  await page.getByRole('heading', { name: 'Keep your recovery codes' }).waitFor();
  const codes = await page.locator('main ol li').allTextContents();
  await keep();
  const file = await page.request.get('/account/security/recovery-codes/download');
  expect(await file.text()).toContain(codes[1]);
  const newCodes = (await page.context().cookies()).find(({ name }) => name === 'doorcode.recovery')!.value;
  await press('I have kept them');
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor();
  await keep();

  await database.query("UPDATE browser_sessions SET second_factor_at = second_factor_at - interval '1 hour'");
  await page.goto('/account/security/email');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(`${codes[0]}0`);
  await press('Verify');
  await page.waitForURL('**/login/mfa?*error=wrong_recovery*');
  await keep();
  await page.getByLabel('Recovery code').fill(codes[0]!);
  await press('Verify');
  await page.getByLabel('New e-mail').fill(newAddress('next'));
  await keep();
  await press('Mail a link to this address');
  await page.getByRole('heading', { name: 'Check your new mailbox' }).waitFor();
  await keep();
  const emailToken = await mailed(/email\/confirm\?token=(\S+)/);
  await page.goto(`/account/security/email/confirm?token=${emailToken}`);
  await keep();
  const notMe = await mailed(/login\/not-me\?token=(\S+)/);
  await page.goto(`/login/not-me?token=${notMe}`);
  await page.getByRole('button', { name: 'Sign out everywhere' }).waitFor();
  await keep();

  const options = await postForm(server, '/login/passkey/options', {}, { origin: server.url });
  const challenge = String(options.body.challenge);
  return {
    rows,
    secrets: {
      'authenticator secret': secret,
      'its bytes': bytesOfBase32(secret).toString('hex'),
      'used recovery code': codes[0]!,
      'recovery code': codes[1]!,
      'new-codes cookie': newCodes,
      'e-mail change token': emailToken,
      'not-me token': notMe,
      'its seal': notMe.split('.').at(-1)!,
      'passkey challenge': challenge,
    },
  };
}

/** RFC 4648 §6. */
function bytesOfBase32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
