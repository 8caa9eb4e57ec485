import { type Exchange, writeAnswer, writeRequest } from '@/lib/clients/trial-transcript';
import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { addressHeader, requestIdHeader } from '@/lib/oauth/request-context';

/** Answers a request to one of this server's own endpoints: the function that its route module exports. */
export type Send = (request: Request) => Promise<Response>;

/** What a trial knows. It is kept sealed, and leaves the server never. */
export type Trial = {
  clientId: string;
  secret: string | null;
  deviceCode: string | null;
  userCode: string | null;
  link: string | null;
  accessToken: string | null;
  refreshToken: string | null;
  exchanges: Exchange[];
};

export const trialSteps = ['poll', 'userinfo', 'refresh', 'introspect', 'revoke'] as const;
export type TrialStep = (typeof trialSteps)[number];

/** What can be done next. */
export const decideSteps = (trial: Trial): TrialStep[] => {
  if (!trial.accessToken) return trial.deviceCode ? ['poll'] : [];
  return trialSteps.filter(
    (step) =>
      step !== 'poll' &&
      (step !== 'refresh' || trial.refreshToken !== null) &&
      (step !== 'introspect' || trial.secret !== null),
  );
};

type Call = { title: string; path: string; parameters: Record<string, string> | null; bearer?: string };

const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const calls: Record<TrialStep, (trial: Trial) => Call> = {
  poll: ({ deviceCode }) => ({
    title: 'Poll for the tokens',
    path: '/oauth2/token',
    parameters: { grant_type: deviceCodeGrant, device_code: deviceCode ?? '' },
  }),
  userinfo: ({ accessToken }) => ({
    title: 'Ask who it is',
    path: '/oauth2/userinfo',
    parameters: null,
    bearer: accessToken ?? '',
  }),
  refresh: ({ refreshToken }) => ({
    title: 'Refresh the tokens',
    path: '/oauth2/token',
    parameters: { grant_type: 'refresh_token', refresh_token: refreshToken ?? '' },
  }),
  introspect: ({ accessToken }) => ({
    title: 'Introspect the access token',
    path: '/oauth2/introspection',
    parameters: { token: accessToken ?? '' },
  }),
  revoke: ({ refreshToken, accessToken }) => ({
    title: 'Revoke: the session ends',
    path: '/oauth2/revoke',
    parameters: { token: refreshToken ?? accessToken ?? '' },
  }),
};

/** By which the session that comes out is known among all others. */
export const trialDeviceName = 'Try it (dashboard)';

export const sendStart = (ctx: RequestContext, trial: Trial, scope: string, send: Send): Promise<Trial> =>
  sendCall(ctx, trial, send, {
    title: 'Ask for a device code',
    path: '/oauth2/device_authorization',
    parameters: { ...(scope && { scope }), device_name: trialDeviceName },
  });

export const sendStep = (ctx: RequestContext, trial: Trial, step: TrialStep, send: Send): Promise<Trial> =>
  sendCall(ctx, trial, send, calls[step](trial));

/** The answer's members that later requests need: as they were until it has them. */
async function sendCall(ctx: RequestContext, trial: Trial, send: Send, call: Call): Promise<Trial> {
  const method = call.parameters ? 'POST' : 'GET';
  const basic = call.parameters && trial.secret !== null;
  const parameters =
    call.parameters &&
    new URLSearchParams({ ...(!basic && { client_id: trial.clientId }), ...call.parameters });
  const authorization = call.bearer
    ? `Bearer ${call.bearer}`
    : basic
      ? `Basic ${Buffer.from(`${encode(trial.clientId)}:${encode(trial.secret!)}`).toString('base64')}`
      : null;
  const answer = await send(
    new Request(env().publicUrl + call.path, {
      method,
      headers: {
        'user-agent': 'Doorcode dashboard',
        [requestIdHeader]: ctx.requestId,
        ...(ctx.ip && { [addressHeader()]: ctx.ip }),
        ...(authorization && { authorization }),
        ...(parameters && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: parameters?.toString() ?? null,
    }),
  );
  const text = await answer.text();
  const exchange: Exchange = {
    title: call.title,
    request: writeRequest(method, call.path, { authorization, parameters }),
    status: answer.status,
    answer: writeAnswer(answer.status, answer.headers, text),
  };
  return { ...trial, ...learn(answer.status, text), exchanges: [...trial.exchanges, exchange] };
}

/** RFC 6749 §2.3.1. */
const encode = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

const learned = {
  device_code: 'deviceCode',
  user_code: 'userCode',
  verification_uri_complete: 'link',
  access_token: 'accessToken',
  refresh_token: 'refreshToken',
} as const;

function learn(status: number, text: string): Partial<Trial> {
  if (status !== 200 || !text.startsWith('{')) return {};
  const body = JSON.parse(text) as Record<string, unknown>;
  const found = Object.entries(learned).filter(([member]) => typeof body[member] === 'string');
  return Object.fromEntries(found.map(([member, name]) => [name, body[member]]));
}
