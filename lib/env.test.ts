import { expect, test } from 'vitest';
import { type EnvError, parseEnv } from '@/lib/env';

const problems = (variables: Record<string, string>): string[] => {
  try {
    parseEnv(variables);
    return [];
  } catch (error) {
    return (error as EnvError).message.split('\n').map((line) => line.split(' ')[0]!);
  }
};

test('nothing set is a server for this machine', () => {
  expect(parseEnv({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:3000',
    isLoopback: true,
    signUp: 'open',
    databaseUrl: undefined,
  });
});

test('an empty variable is an unset one', () => {
  expect(parseEnv({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined });
});

const secret = 'x'.repeat(32);
test.each<[string, Record<string, string>, string[]]>([
  ['a port that is none', { PORT: 'http' }, ['PORT']],
  ['a public URL with a path', { PUBLIC_URL: 'http://localhost:3000/x' }, ['PUBLIC_URL']],
  ['plain http to the world', { PUBLIC_URL: 'http://login.example.com' }, ['PUBLIC_URL']],
  ['a short secret', { AUTH_SECRET: 'short' }, ['AUTH_SECRET']],
  ['a database without a secret', { DATABASE_URL: 'postgresql://h/d' }, ['AUTH_SECRET']],
  ['half a GitHub app', { AUTH_GITHUB_ID: 'x' }, ['AUTH_GITHUB_ID']],
  ['the local mailbox for the world', { PUBLIC_URL: 'https://login.example.com' }, ['EMAIL_SERVER']],
  ['SMTP without a sender', { EMAIL_SERVER: 'smtp://h' }, ['EMAIL_FROM']],
  ['a sign-up policy that is none', { SIGN_UP: 'sometimes' }, ['SIGN_UP']],
  ['proxies that are none', { TRUSTED_PROXIES: 'nginx' }, ['TRUSTED_PROXIES']],
  [
    'everything at once',
    { PORT: '-1', AUTH_SECRET: 'short', LOG_LEVEL: 'loud' },
    ['PORT', 'AUTH_SECRET', 'LOG_LEVEL'],
  ],
  [
    'a complete one',
    {
      DATABASE_URL: 'postgresql://h/d',
      AUTH_SECRET: secret,
      PUBLIC_URL: 'https://login.example.com',
      EMAIL_SERVER: 'smtp://h',
      EMAIL_FROM: 'a@b.c',
      SIGN_UP: 'example.com, example.org',
      TRUSTED_PROXIES: '10.0.0.0/8,::1',
    },
    [],
  ],
])('%s', (_what, variables, expected) => {
  expect(problems(variables)).toEqual(expected);
});
