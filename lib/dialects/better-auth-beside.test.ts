import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { bearer as bearerPlugin, deviceAuthorization } from 'better-auth/plugins';
import { beforeAll, expect, test } from 'vitest';
import { openSkillClient } from '@/lib/clients/own-client';
import { presetProfile } from '@/lib/clients/presets';
import { createClientOnce } from '@/lib/clients/store';
import { differences } from '@/lib/testing/better-auth-differences';
import { withDatabase } from '@/lib/testing/database';
import { createClient, createSignedInPerson } from '@/lib/testing/factories';
import { bearer, send, withClock } from '@/lib/testing/wire';

/**
 * better-auth itself, 1.6.33 on its memory adapter, answers the same requests beside us. What differs is listed with its
 * reason; the list is wrong as soon as anything else differs, or something in it no longer does.
 */
withDatabase();
const clock = withClock();
const origin = 'http://localhost:3000';

type Asked = { json?: unknown; text?: string; headers?: Record<string, string> };
type Answered = { status: number; headers: Headers; text: string };
type System = {
  ask: (method: 'GET' | 'POST', path: string, asked?: Asked) => Promise<Answered>;
  /** A new person's cookies. */
  signIn: () => Promise<string>;
};

const ours: System = {
  ask: (method, path, asked) => send(method, `/api/auth${path}`, asked),
  signIn: async () => `doorcode.session=${(await createSignedInPerson()).cookie}`,
};

const auth = betterAuth({
  ...{ baseURL: origin, secret: 'kept by nobody: 7fK2pQx9vLm4Rt8Zb3Nw6', logger: { disabled: true } },
  // Its checks of the Origin are off in tests, unless they are asked for.
  advanced: { disableCSRFCheck: false, disableOriginCheck: false },
  database: memoryAdapter({ user: [], session: [], account: [], verification: [], deviceCode: [] }),
  emailAndPassword: { enabled: true, password: { hash: async (text) => text, verify: async () => true } },
  plugins: [bearerPlugin(), deviceAuthorization({ validateClient: (id) => id !== 'nobody' })],
});
let people = 0;
const theirs: System = {
  ask: async (method, path, { json, text, headers = {} } = {}) => {
    const type: Record<string, string> = json === undefined ? {} : { 'content-type': 'application/json' };
    const body = json === undefined ? text : JSON.stringify(json);
    const init = { method, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }) };
    const answer = await auth.handler(new Request(`${origin}/api/auth${path}`, init));
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  },
  signIn: async () => {
    const json = { email: `p${++people}@example.com`, password: 'password', name: 'Pat Doe' };
    const answer = await theirs.ask('POST', '/sign-up/email', { json, headers: { origin } });
    return cookies(answer);
  },
};
const cookies = ({ headers }: Answered): string =>
  headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

beforeAll(async () => {
  await createClientOnce(openSkillClient);
  for (const id of ['acme', 'other']) await createClient({ ...presetProfile('better-auth'), id, name: id });
});

const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
const client_id = 'acme';

/** One system, and what the stories below do with it. */
function actor({ ask, signIn }: System) {
  const start = async (scope = 'email profile') => {
    const { text } = await ask('POST', '/device/code', { json: { client_id, scope } });
    return JSON.parse(text) as { device_code: string; user_code: string };
  };
  const poll = (device_code: unknown, more = {}) =>
    ask('POST', '/device/token', { json: { grant_type, device_code, client_id, ...more } });
  const status = (code: string, cookie?: string) =>
    ask('GET', `/device?user_code=${code}`, cookie ? { headers: { cookie, origin } } : {});
  const say = (what: string, userCode: unknown, headers: Record<string, string> = {}) =>
    ask('POST', `/device/${what}`, { json: { userCode }, headers });
  /** A device, and a person who has entered its code. */
  const claimed = async (scope?: string) => {
    const device = await start(scope);
    const session = await signIn();
    const answer = await status(device.user_code, session);
    return { ...device, session, headers: { cookie: `${session}; ${cookies(answer)}`, origin } };
  };
  const signedIn = async () => {
    const device = await claimed();
    await say('approve', device.user_code, device.headers);
    const { access_token } = JSON.parse((await poll(device.device_code)).text) as { access_token: string };
    return { ...device, access_token };
  };
  return { ask, signIn, start, poll, status, say, claimed, signedIn };
}
type Actor = ReturnType<typeof actor>;

/** Every request, by what it is. */
const stories: Record<string, (system: Actor) => Promise<Answered>> = {
  'code: a device request': ({ ask }) => ask('POST', '/device/code', { json: { client_id, scope: 'email' } }),
  'code: an unknown client': ({ ask }) => ask('POST', '/device/code', { json: { client_id: 'nobody' } }),
  'code: a client_id that is no string': ({ ask }) => ask('POST', '/device/code', { json: { client_id: 7 } }),
  'code: no client_id': ({ ask }) => ask('POST', '/device/code', { json: {} }),
  'code: a body that is no JSON': ({ ask }) =>
    ask('POST', '/device/code', { text: '{', headers: { 'content-type': 'application/json' } }),
  'code: text': ({ ask }) =>
    ask('POST', '/device/code', { text: 'x', headers: { 'content-type': 'text/plain' } }),
  'code: a form': ({ ask }) =>
    ask('POST', '/device/code', {
      ...{ text: `client_id=${client_id}`, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    }),
  'code: GET': ({ ask }) => ask('GET', '/device/code'),
  'token: pending': async ({ start, poll }) => poll((await start()).device_code),
  'token: too fast': async ({ start, poll }) => {
    const { device_code } = await start();
    await poll(device_code);
    return poll(device_code);
  },
  'token: allowed': async ({ claimed, say, poll }) => {
    const device = await claimed();
    await say('approve', device.user_code, device.headers);
    return poll(device.device_code);
  },
  'token: allowed, with openid': async ({ claimed, say, poll }) => {
    const device = await claimed('openid email');
    await say('approve', device.user_code, device.headers);
    return poll(device.device_code);
  },
  'token: allowed, sooner than the interval': async ({ claimed, say, poll }) => {
    const device = await claimed();
    await poll(device.device_code);
    await say('approve', device.user_code, device.headers);
    return poll(device.device_code);
  },
  'token: denied': async ({ claimed, say, poll }) => {
    const device = await claimed();
    await say('deny', device.user_code, device.headers);
    return poll(device.device_code);
  },
  'token: denied, asked again': async ({ claimed, say, poll }) => {
    const device = await claimed();
    await say('deny', device.user_code, device.headers);
    await poll(device.device_code);
    return poll(device.device_code);
  },
  'token: expired': async ({ start, poll }) => {
    const { device_code } = await start();
    clock.at(1_801);
    return poll(device_code);
  },
  'token: expired, asked again': async ({ start, poll }) => {
    const { device_code } = await start();
    clock.at(1_801);
    await poll(device_code);
    clock.at(1_807);
    return poll(device_code);
  },
  'token: used': async ({ signedIn, poll }) => poll((await signedIn()).device_code),
  'token: unknown': ({ poll }) => poll('x'.repeat(40)),
  'token: another client’s': async ({ start, poll }) =>
    poll((await start()).device_code, { client_id: 'other' }),
  'token: an unknown client': ({ poll }) => poll('x', { client_id: 'nobody' }),
  'token: no client_id': async ({ start, poll }) =>
    poll((await start()).device_code, { client_id: undefined }),
  'token: no device code': ({ poll }) => poll(undefined),
  'token: no grant type': ({ poll }) => poll('x', { grant_type: undefined }),
  'token: another grant type': ({ poll }) => poll('x', { grant_type: 'password' }),
  'status: without a code': ({ ask }) => ask('GET', '/device'),
  'status: unknown': ({ status }) => status('BCDFGHJK'),
  'status: pending, nobody signed in': async ({ start, status }) => status((await start()).user_code),
  'status: pending, with a dash': async ({ start, status }) =>
    status((await start()).user_code.replace(/^..../, '$&-')),
  'status: pending, signed in': async ({ start, signIn, status }) =>
    status((await start()).user_code, await signIn()),
  'status: expired': async ({ start, status }) => {
    const { user_code } = await start();
    clock.at(1_801);
    return status(user_code);
  },
  'status: allowed, nobody signed in': async ({ claimed, say, status }) => {
    const device = await claimed();
    await say('approve', device.user_code, device.headers);
    return status(device.user_code);
  },
  'status: allowed, somebody else': async ({ claimed, say, signIn, status }) => {
    const device = await claimed();
    await say('approve', device.user_code, device.headers);
    return status(device.user_code, await signIn());
  },
  'status: allowed, by whoever allowed it': async ({ claimed, say, status }) => {
    const device = await claimed();
    await say('approve', device.user_code, device.headers);
    return status(device.user_code, device.headers.cookie);
  },
  'status: denied, by whoever denied it': async ({ claimed, say, status }) => {
    const device = await claimed();
    await say('deny', device.user_code, device.headers);
    return status(device.user_code, device.headers.cookie);
  },
  ...Object.fromEntries(['approve', 'deny'].flatMap((what) => Object.entries(decisions(what)))),
  'get-session: nobody': ({ ask }) => ask('GET', '/get-session'),
  'get-session: a token': async ({ ask, signedIn }) =>
    ask('GET', '/get-session', { headers: bearer((await signedIn()).access_token) }),
  'get-session: a cookie': async ({ ask, signIn }) =>
    ask('GET', '/get-session', { headers: { cookie: await signIn(), origin } }),
  'get-session: a token that is none': ({ ask }) => ask('GET', '/get-session', { headers: bearer('x') }),
  'get-session: a token that is none, beside a cookie': async ({ ask, signIn }) =>
    ask('GET', '/get-session', { headers: { ...bearer('x'), cookie: await signIn(), origin } }),
  'get-session: an expired token': async ({ ask, signedIn }) => {
    const { access_token } = await signedIn();
    clock.at(604_801);
    return ask('GET', '/get-session', { headers: bearer(access_token) });
  },
  'get-session: POST': async ({ ask, signIn }) =>
    ask('POST', '/get-session', { json: {}, headers: { cookie: await signIn(), origin } }),
  'sign-out: nobody': ({ ask }) => ask('POST', '/sign-out'),
  'sign-out: a token, without a body': async ({ ask, signedIn }) =>
    ask('POST', '/sign-out', { headers: bearer((await signedIn()).access_token) }),
  'sign-out: a token, with JSON': async ({ ask, signedIn }) =>
    ask('POST', '/sign-out', { json: {}, headers: bearer((await signedIn()).access_token) }),
  'sign-out: and then the session': async ({ ask, signedIn }) => {
    const headers = bearer((await signedIn()).access_token);
    await ask('POST', '/sign-out', { headers });
    return ask('GET', '/get-session', { headers });
  },
  'sign-out: a cookie': async ({ ask, signIn }) =>
    ask('POST', '/sign-out', { headers: { cookie: await signIn(), origin } }),
  'sign-out: a cookie, from another site': async ({ ask, signIn }) =>
    ask('POST', '/sign-out', { headers: { cookie: await signIn(), origin: 'https://evil.example' } }),
  'sign-out: GET': ({ ask }) => ask('GET', '/sign-out'),
};

function decisions(what: string): typeof stories {
  return {
    [`${what}: by who entered the code`]: async ({ claimed, say }) => {
      const { user_code, headers } = await claimed();
      return say(what, user_code, headers);
    },
    [`${what}: by who is not signed in`]: async ({ start, say }) => say(what, (await start()).user_code),
    // Of the very person who has entered the code.
    [`${what}: with a device’s token`]: async ({ start, status, signedIn, say }) => {
      const { access_token, session } = await signedIn();
      const { user_code } = await start();
      await status(user_code, session);
      return say(what, user_code, { ...bearer(access_token), origin });
    },
    [`${what}: by somebody else`]: async ({ claimed, signIn, say }) =>
      say(what, (await claimed()).user_code, { cookie: await signIn(), origin }),
    [`${what}: before the code was entered`]: async ({ start, signIn, say }) =>
      say(what, (await start()).user_code, { cookie: await signIn(), origin }),
    [`${what}: an unknown code`]: async ({ signIn, say }) =>
      say(what, 'BCDFGHJK', { cookie: await signIn(), origin }),
    [`${what}: decided already`]: async ({ claimed, say }) => {
      const { user_code, headers } = await claimed();
      await say('deny', user_code, headers);
      return say(what, user_code, headers);
    },
    [`${what}: expired`]: async ({ claimed, say }) => {
      const { user_code, headers } = await claimed();
      clock.at(1_801);
      return say(what, user_code, headers);
    },
    [`${what}: from another site`]: async ({ claimed, say }) => {
      const { user_code, headers } = await claimed();
      return say(what, user_code, { ...headers, origin: 'https://evil.example' });
    },
    [`${what}: without an Origin`]: async ({ claimed, say }) => {
      const { user_code, headers } = await claimed();
      return say(what, user_code, { cookie: headers.cookie });
    },
    [`${what}: without a code`]: async ({ signIn, say }) =>
      say(what, undefined, { cookie: await signIn(), origin }),
  };
}

/** What is compared: the status, the error's code, and the members, to the second level. */
function gist({ status, text }: Answered): string {
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : null;
  if (!body || typeof body !== 'object') return `${status} ${text || '–'}`;
  const { error } = body as { error?: string };
  const members = Object.entries(body)
    .map(([name, value]) =>
      value && typeof value === 'object' ? `${name}{${Object.keys(value).sort()}}` : name,
    )
    .sort();
  return `${status} ${error ? `${error} ` : ''}{${members}}`;
}

const listed = new Map(
  differences.flatMap(({ in: names, here, there }) => names.map((name) => [name, { here, there }] as const)),
);

test.each(Object.keys(stories))('%s', async (name) => {
  const answers: string[] = [];
  for (const system of [ours, theirs]) {
    clock.at(0);
    answers.push(gist(await stories[name]!(actor(system))));
  }
  clock.at(0);
  const [here, there] = answers;
  expect(here === there ? undefined : { here, there }).toEqual(listed.get(name));
});

test('nothing is listed that nobody asks, or twice', () => {
  const names = differences.flatMap((one) => one.in);
  expect(names.filter((name) => !stories[name])).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
