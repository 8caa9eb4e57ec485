import type { Browser, BrowserContext } from '@playwright/test';
import type { Database } from './database';
import { decideByForm, type Entered, enterByForm, type FormPerson } from './form-person';
import { linkIn, mailTo } from './mail';
import { newAddress, signIn } from './person';
import type { RunningServer } from './server';
import { newContext } from './test';
import { poll, startDevice } from './wire';

/** Three browsers: one that is signed in with devices, one that is signed in without, one that is not. */
export type Who = 'resident' | 'newcomer' | 'nobody';
export type Scene = Record<Who, BrowserContext> & {
  setUp: string;
  link: string;
  confirm: string;
  done: Record<'allowed' | 'denied' | 'expired' | 'other', string>;
};
export type Place = { as: Who; path: string | ((scene: Scene) => string); status?: number };

/** Every page, in every state that looks different. */
export const places: Record<string, Place> = {
  home: { as: 'nobody', path: '/' },
  'home-signed-in': { as: 'resident', path: '/' },
  login: { as: 'nobody', path: '/login' },
  'login-for-device': { as: 'nobody', path: '/login?next=/device' },
  'login-wrong-address': { as: 'nobody', path: '/login?error=invalid_email&email=ada@@example.com' },
  'login-problem': { as: 'nobody', path: '/login?error=OAuthAccountNotLinked' },
  'login-signed-in': { as: 'resident', path: '/login?next=/device' },
  'login-sent': { as: 'nobody', path: '/login/sent?email=ada@example.com' },
  'login-link': { as: 'newcomer', path: ({ link }) => link },
  'login-link-other-browser': { as: 'nobody', path: ({ link }) => link },
  'set-up': { as: 'nobody', path: ({ setUp }) => setUp },
  'set-up-signed-in': { as: 'resident', path: ({ setUp }) => setUp },
  'set-up-used': { as: 'nobody', path: '/setup?token=used' },
  device: { as: 'resident', path: '/device' },
  'device-wrong-code': { as: 'resident', path: '/device?error=unknown' },
  'device-too-many': { as: 'resident', path: '/device?error=limited' },
  'device-changed': { as: 'resident', path: '/device?error=changed' },
  confirm: { as: 'resident', path: ({ confirm }) => confirm },
  'done-allowed': { as: 'resident', path: ({ done }) => done.allowed },
  'done-denied': { as: 'resident', path: ({ done }) => done.denied },
  'done-expired': { as: 'resident', path: ({ done }) => done.expired },
  'done-by-another': { as: 'resident', path: ({ done }) => done.other },
  'done-nothing': { as: 'resident', path: '/device/done' },
  account: { as: 'resident', path: '/account' },
  'account-notice': { as: 'resident', path: '/account?notice=signed_out' },
  'account-empty': { as: 'newcomer', path: '/account' },
  'sign-out-all': { as: 'resident', path: '/account/sign-out-all' },
  mailbox: { as: 'nobody', path: '/mailbox' },
  'not-found': { as: 'nobody', path: '/nothing', status: 404 },
};

export async function setScene(server: RunningServer, database: Database, browser: Browser): Promise<Scene> {
  const [resident, newcomer, nobody] = [
    await newContext(browser, server),
    await newContext(browser, server),
    await newContext(browser, server),
  ];
  const [ann, bob] = [await person(resident, server, 'ada.lovelace'), await person(newcomer, server, 'bob')];
  const request = async (who: FormPerson, name = 'Ann’s laptop') => {
    const device = await startDevice(
      server,
      { device_name: name, client_version: '2.1.0' },
      { 'user-agent': 'acme-cli/2.1.0 (linux; x64)' },
    );
    return { device, entered: await enterByForm(who, device.user_code) };
  };
  const decided = async (decision: 'allow' | 'deny', name?: string) => {
    const { device, entered } = await request(ann, name);
    await decideByForm(ann, entered, decision);
    if (decision === 'allow') await poll(server, device.device_code);
    return entered;
  };

  const allowed = await decided('allow');
  await decided('allow', 'A build machine with a name as long as the device’s own claim may be, to the end');
  const denied = await decided('deny');
  const { entered: expired } = await request(ann);
  await database.query(
    "UPDATE device_grants SET expires_at = now() - interval '1 second' WHERE id = $1::uuid",
    [expired.request.split('.')[0]],
  );
  const { device, entered: other } = await request(ann);
  await decideByForm(bob, await enterByForm(bob, device.user_code), 'deny');
  const { entered: pending } = await request(ann);

  const email = newAddress('grace');
  await bob.post('/login/email', { email, next: '/device' });
  const done = (entered: Entered) => `/device/done?${new URLSearchParams({ request: entered.request })}`;
  return {
    ...{ resident, newcomer, nobody },
    setUp: new URL(/http:\S+\/setup\?token=\S+/.exec(server.output())![0]).href,
    link: linkIn(await mailTo(server.dataDir, email)),
    confirm: `/device/confirm?${new URLSearchParams({ request: pending.request })}`,
    done: { allowed: done(allowed), denied: done(denied), expired: done(expired), other: done(other) },
  };
}

/** Somebody who is signed in in this browser, and whose forms are sent without showing pages. */
async function person(context: BrowserContext, server: RunningServer, name: string): Promise<FormPerson> {
  const page = await context.newPage();
  const email = await signIn(page, server, newAddress(name));
  await page.close();
  const send = async (path: string, form: Record<string, string>) => {
    const headers = { origin: server.url };
    const answer = await context.request.post(path, { form, headers, maxRedirects: 0 });
    return answer.headers().location ?? '';
  };
  const get = async (path: string) => (await context.request.get(path)).text();
  return { email, cookie: () => '', get, post: send };
}
