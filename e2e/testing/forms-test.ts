import { test as base } from './database-test';
import { allowByForm, type Entered, enterByForm, type FormPerson, signInByForms } from './form-person';
import { linkIn, mailTo } from './mail';
import { newAddress } from './person';
import { type Device, poll, startDevice } from './wire';

export type Prepared = {
  person: FormPerson;
  /** A request that waits for the person's answer, and what their page about it holds. */
  device: Device;
  entered: Entered;
  accessToken: string;
  link: URL;
  setUp: string;
  /** The fields with which a form does what it is for. */
  fieldsOf(path: string): Record<string, string>;
};

/** Somebody with something to lose in every form. */
export const test = base.extend<{ prepared: Prepared }>({
  prepared: async ({ server, database }, use) => {
    const person = await signInByForms(server);
    const signedIn = await startDevice(server);
    await allowByForm(person, signedIn.user_code);
    const accessToken = String((await poll(server, signedIn.device_code)).body.access_token);
    const device = await startDevice(server);
    const entered = await enterByForm(person, device.user_code);
    const email = newAddress();
    await person.post('/login/email', { email, next: '/account' });
    const link = new URL(linkIn(await mailTo(server.dataDir, email)));
    // In another browser: a mail tells of it, and it can be signed out.
    await signInByForms(server, person.email);
    const notMe = new URL(linkIn(await mailTo(server.dataDir, person.email, 'New sign-in')));
    const newEmail = newAddress();
    await person.post('/account/security/email/change', { email: newEmail });
    const confirm = new URL(linkIn(await mailTo(server.dataDir, newEmail)));
    const [browser] = await database.query<{ id: string }>(
      'SELECT max(id::text) AS id FROM browser_sessions',
    );
    const [session] = await database.query<{ id: string }>('SELECT max(id::text) AS id FROM sessions');
    const [user] = await database.query<{ id: string }>('SELECT max(id::text) AS id FROM users');
    const setUp = new URL(/http:\S+\/setup\?token=\S+/.exec(server.output())![0]).searchParams.get('token')!;
    const fields = {
      ...{ ...entered, decision: 'allow', code: device.user_code, device: session!.id, session: session!.id },
      ...{ sessions: session!.id, until: new Date().toISOString(), action: 'sign-out' },
      ...{ user: user!.id, organization: 'default', second_factor: 'off', second_factor_grace_days: '0' },
      ...{ client: 'doorcode-cli', step: 'start', version: '0', days: '7' },
      ...{ slug: 'acme', role: 'member', invitation: session!.id, answer: 'decline', to: 'disabled' },
      ...{
        domains: 'acme.example',
        allowed_clients: '',
        scope_ceiling: '',
        session_lifetime: '',
        session_idle: '',
      },
      ...{ key: session!.id, expiry: '90', 'scope:profile': 'on', 'scope:introspect': 'on' },
      ...{ passkey: session!.id, name: 'Laptop', response: '{}' },
      ...{ webhook: session!.id, delivery: session!.id, since: '2026-01-01', days: '90', format: 'csv' },
      ...{ url: 'https://hooks.example.com/', description: '', which: 'all', to: 'disabled' },
      ...{
        browser: browser!.id,
        provider: 'oidc',
        email,
        token: link.searchParams.get('token')!,
        next: '/account',
      },
    };
    const tokens: Record<string, string> = {
      '/setup/claim': setUp,
      '/admin/tokens/look-up': accessToken,
      '/login/not-me/end': notMe.searchParams.get('token')!,
      '/account/security/email/use': confirm.searchParams.get('token')!,
    };
    const fieldsOf = (path: string) => ({
      ...{ ...fields, token: tokens[path] ?? fields.token },
      // There the person has one, which need not be named.
      ...(path === '/device/decide' ? { organization: '' } : {}),
    });
    await use({ person, device, entered, accessToken, link, setUp, fieldsOf });
  },
});

export { expect } from '@playwright/test';
