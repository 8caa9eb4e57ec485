import type { Page } from '@playwright/test';
import { linkIn, mailTo } from './mail';
import type { RunningServer } from './server';

let count = 0;
export const newAddress = (name = 'person'): string => `${name}-${process.pid}-${++count}@example.com`;

/** Sign in as a person does: ask for a link on the page that is open, open the mail, press the button. */
export async function signInHere(page: Page, server: RunningServer, email = newAddress()): Promise<string> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await page.getByText('Check your mail').first().waitFor();
  await page.goto(linkIn(await mailTo(server.dataDir, email)));
  await page.getByRole('button', { name: 'Sign in' }).click();
  return email;
}

export async function signIn(page: Page, server: RunningServer, email = newAddress()): Promise<string> {
  await page.goto('/login');
  await signInHere(page, server, email);
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/login') || pathname === '/login/mfa');
  return email;
}

/** Enter the code, and press the button. */
export async function decide(page: Page, userCode: string, decision: 'Allow' | 'Deny'): Promise<void> {
  await page.goto('/device');
  await page.getByLabel('Code').fill(userCode);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: decision }).click();
  await page.waitForURL('**/device/done*');
}
