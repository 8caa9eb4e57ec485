import {
  type DeviceAuthorization,
  type DeviceOutcome,
  discover,
  fetchUser,
  requestDeviceAuthorization,
  type Server,
  type Session,
  type Tokens,
  type User,
  waitForTokens,
} from '../sdk/index.js';
import { hasBrowser, openBrowser } from './browser.js';
import type { Context } from './context.js';
import { describeUser, findCurrentUser } from './current-user.js';
import { listenForEnter } from './keys.js';
import { revoke } from './logout.js';
import { showCode } from './show-code.js';
import { bold, printJson, say } from './terminal.js';
import { showWaiting } from './waiting.js';
import { loginCommand } from './whoami.js';

/** Options of {@link login}. */
export interface LoginOptions {
  readonly scope: string;
  readonly organization?: string;
  readonly browser: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Signs in: shows a code, waits for the person's decision, keeps the tokens. */
export async function login(context: Context, options: LoginOptions): Promise<number> {
  if (!options.force && (await keepsCurrentLogin(context, options))) return 0;
  const { serverUrl, client, signal, allowHttp } = context;
  const server = await discover(serverUrl, { signal, allowHttp });
  const { scope, organization } = options;
  const asked = { scope, signal, ...(organization ? { organization } : {}) };
  const authorization = await requestDeviceAuthorization(server, client, asked);
  if (options.json) {
    printJson({
      event: 'code',
      user_code: authorization.userCode,
      verification_uri: authorization.verificationUri,
      verification_uri_complete: authorization.verificationUriComplete,
      expires_at: new Date(authorization.expiresAt).toISOString(),
    });
  }
  const outcome = await presentAndWait(context, server, authorization, options);
  switch (outcome.status) {
    case 'approved': {
      const user = await keep(context, server, outcome.tokens);
      const who = user ? ` as ${bold(describeUser(user), context.terminal)}` : '';
      say(`Signed in${who}.`);
      if (options.json) printJson({ event: 'signed_in', ...user, server: serverUrl });
      return 0;
    }
    case 'denied':
      say('You denied this sign-in.');
      return 1;
    case 'expired':
      say(`The code has expired. Run again: ${loginCommand(context)}`);
      return 1;
  }
}

/** Asks whether to replace a login that still works. One that the server has ended is no obstacle. */
async function keepsCurrentLogin(context: Context, { json }: LoginOptions): Promise<boolean> {
  const current = await findCurrentUser(context);
  if (current.status !== 'signed_in') return false;
  const { user } = current;
  const fact = `You are already signed in at ${context.serverUrl}${user ? ` as ${describeUser(user)}` : ''}.`;
  if (json) printJson({ event: 'already_signed_in', ...user, server: context.serverUrl });
  if (json || !context.terminal.isInteractive) {
    say(`${fact} To sign in again: ${loginCommand(context)} --force`);
    return true;
  }
  const { confirm, isCancel } = await import('@clack/prompts');
  say(fact);
  const again = await confirm({ message: 'Sign in again?', initialValue: false, output: process.stderr });
  if (isCancel(again)) process.emit('SIGINT', 'SIGINT');
  context.signal.throwIfAborted();
  return again !== true;
}

async function presentAndWait(
  context: Context,
  server: Server,
  authorization: DeviceAuthorization,
  options: LoginOptions,
): Promise<DeviceOutcome> {
  const { client, terminal, signal } = context;
  const link = authorization.verificationUriComplete ?? authorization.verificationUri;
  await showCode(authorization, terminal);

  const offersBrowser = options.browser && hasBrowser(terminal, process.env);
  const waiting = await showWaiting(authorization, terminal);
  const onEnter = async () => {
    if (!offersBrowser) return;
    waiting.setHint((await openBrowser(link)) ? 'opening your browser' : 'no browser opened: use the link');
  };
  if (offersBrowser) waiting.setHint('press Enter to open the browser');
  const stopListening = terminal.isInteractive ? listenForEnter(onEnter) : () => {};
  try {
    return await waitForTokens(server, client, authorization, { signal, onPoll: waiting.onPoll });
  } finally {
    stopListening();
    waiting.stop();
  }
}

/** Keeps the tokens first, then asks whose they are: a lost answer to the second question loses no login. */
async function keep(context: Context, server: Server, tokens: Tokens): Promise<User | undefined> {
  const { sessions, client, serverUrl, signal } = context;
  const session: Session = { ...tokens, clientId: client.clientId };
  let replaced: Session | undefined;
  await sessions.update(serverUrl, (current) => {
    replaced = current;
    return session;
  });
  // The old login would live on at the server with nobody to use it. It hurts nobody if this fails.
  if (replaced) await revoke(context, replaced).catch(() => {});
  const user = await fetchUser(server, client, tokens.accessToken, { signal }).catch(() => undefined);
  if (user) {
    await sessions.update(serverUrl, (current) =>
      current?.accessToken === session.accessToken ? { ...current, user } : current,
    );
  }
  return user;
}
