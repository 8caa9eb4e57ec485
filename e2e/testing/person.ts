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

/** The same without looking at the pages on the way, which is quicker: the page is where signing in leads. */
export async function signIn(page: Page, server: RunningServer, email = newAddress()): Promise<string> {
  await sendForm(page, server.url, '/login/email', { email, next: '/' });
  const link = new URL(linkIn(await mailTo(server.dataDir, email)));
  const used = await sendForm(page, server.url, '/login/link/use', Object.fromEntries(link.searchParams));
  await page.goto(new URL(used, server.url).href);
  return email;
}

/** Enter the code, and press the button, as {@link signIn} does. */
export async function decide(page: Page, userCode: string, decision: 'Allow' | 'Deny'): Promise<void> {
  const { origin } = new URL(page.url());
  const confirm = await sendForm(page, origin, '/device/enter', { code: userCode });
  const html = await (await page.context().request.get(origin + confirm)).text();
  const ticket = /name="ticket"[^>]*value="([^"]+)"/.exec(html)?.[1];
  const request = new URLSearchParams(confirm.split('?')[1]).get('request');
  if (!ticket || !request) throw new Error(`the code led to ${confirm}`);
  const fields = { request, ticket, decision: decision.toLowerCase() };
  await page.goto(origin + (await sendForm(page, origin, '/device/decide', fields)));
}

/** Send a form of ours with the browser's own cookies. Returns where it leads. */
export async function sendForm(
  page: Page,
  origin: string,
  path: string,
  form: Record<string, string>,
): Promise<string> {
  const headers = { origin, 'sec-fetch-site': 'same-origin' };
  const answer = await page.context().request.post(origin + path, { form, headers, maxRedirects: 0 });
  const location = answer.headers().location;
  if (answer.status() !== 303 || location === undefined)
    throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
  return location;
}
