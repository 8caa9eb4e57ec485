import { expect, test } from 'vitest';
import { type EnvError, parseEnv } from '@/lib/env';
import { isIssuer } from '@/lib/env-providers';

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
  ['half of Google', { AUTH_GOOGLE_SECRET: 'x' }, ['AUTH_GOOGLE_ID']],
  ['half of Microsoft', { AUTH_MICROSOFT_ENTRA_ID_ID: 'x' }, ['AUTH_MICROSOFT_ENTRA_ID_ID']],
  [
    'a Microsoft tenant alone',
    { AUTH_MICROSOFT_ENTRA_ID_ISSUER: 'https://login.microsoftonline.com/x/v2.0' },
    ['AUTH_MICROSOFT_ENTRA_ID_ISSUER'],
  ],
  ['a third of an issuer', { AUTH_OIDC_ID: 'x' }, ['AUTH_OIDC_ISSUER']],
  ['an issuer’s name alone', { AUTH_OIDC_NAME: 'Acme' }, ['AUTH_OIDC_NAME']],
  [
    'an issuer over plain http',
    { AUTH_OIDC_ISSUER: 'http://issuer.example', AUTH_OIDC_ID: 'x', AUTH_OIDC_SECRET: 'x' },
    ['AUTH_OIDC_ISSUER'],
  ],
  [
    'several halves, and a port that is none',
    { PORT: 'x', AUTH_GITHUB_ID: 'x', AUTH_GOOGLE_ID: 'x', AUTH_OIDC_SECRET: 'x' },
    ['PORT', 'AUTH_GITHUB_ID', 'AUTH_GOOGLE_ID', 'AUTH_OIDC_ISSUER'],
  ],
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

test.each([
  ['https://issuer.example', true],
  ['https://issuer.example/realms/acme', true],
  ['http://127.0.0.1:8080', true],
  ['http://localhost:8080/realms/acme', true],
  ['http://issuer.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['https://ann:secret@issuer.example', false],
  ['https://issuer.example/?x=1', false],
  ['https://issuer.example/#x', false],
  ['javascript:alert(1)', false],
  ['issuer.example', false],
])('%s is an issuer: %s', (text, expected) => {
  expect(isIssuer(text)).toBe(expected);
});

test('every provider, each with what it needs', () => {
  const { google, microsoft, oidc, github } = parseEnv({
    AUTH_GOOGLE_ID: 'g',
    AUTH_GOOGLE_SECRET: 's',
    AUTH_MICROSOFT_ENTRA_ID_ID: 'm',
    AUTH_MICROSOFT_ENTRA_ID_SECRET: 's',
    AUTH_OIDC_ISSUER: 'https://issuer.example/',
    AUTH_OIDC_ID: 'o',
    AUTH_OIDC_SECRET: 's',
  });
  expect({ google, microsoft, oidc, github }).toEqual({
    google: { clientId: 'g', clientSecret: 's' },
    microsoft: {
      clientId: 'm',
      clientSecret: 's',
      issuer: 'https://login.microsoftonline.com/common/v2.0',
    },
    oidc: {
      issuer: 'https://issuer.example/',
      clientId: 'o',
      clientSecret: 's',
      name: 'single sign-on',
    },
    github: undefined,
  });
});
