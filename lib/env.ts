import { resolve } from 'node:path';
import { z } from 'zod';
import { providersOf, providerVariables } from '@/lib/env-providers';
import { isAddressList } from '@/lib/oauth/network';
import { onePerProcess, setOnePerProcess } from '@/lib/process';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

const isLoopbackHost = (host: string) =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean);

const publicUrl = z.string().transform((text, check) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const bare = url && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  if (!url || !bare || !/^https?:$/.test(url.protocol)) {
    check.addIssue('must be an origin such as https://login.example.com, with no path');
    return z.NEVER;
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
    check.addIssue('must be https:// unless it is a loopback address such as http://localhost:3000');
    return z.NEVER;
  }
  return url.origin;
});

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgresql://');

/** Every variable that Doorcode reads: one line each. The README's table is made from this. */
const variables = {
  PORT: z.coerce.number().int().min(1).max(65535).default(3000).describe('where to listen'),
  HOST: z.string().default('127.0.0.1').describe('the address to listen on'),
  PUBLIC_URL: publicUrl
    .optional()
    .describe(
      'issuer and base of every URL (default `http://localhost:$PORT`); request headers never decide it',
    ),
  DATABASE_URL: postgresUrl
    .optional()
    .describe('your PostgreSQL (15 or later); unset means the embedded PostgreSQL in `DATA_DIR`'),
  LISTEN_DATABASE_URL: postgresUrl
    .optional()
    .describe(
      'the same PostgreSQL without a pooler between, to be told of decisions at once (`LISTEN`) and to migrate; needed where `DATABASE_URL` leads to pgbouncer in transaction mode, see docs/scale.md',
    ),
  DATA_DIR: z.string().default('.data').describe('embedded database, generated secret, local mailbox'),
  AUTH_SECRET: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) >= 32,
      'must be at least 32 bytes; make one with: openssl rand -base64 32',
    )
    .optional()
    .describe(
      'root of every derived key; generated into `DATA_DIR` when unset; required with `DATABASE_URL`',
    ),
  ...providerVariables,
  EMAIL_SERVER: z
    .string()
    .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
    .optional()
    .describe(
      'SMTP; unset keeps mails in the local mailbox, allowed only while `PUBLIC_URL` is a loopback address',
    ),
  EMAIL_FROM: z.string().optional().describe('sender of every mail, such as `Doorcode <login@example.com>`'),
  SIGN_UP: z
    .string()
    .default('open')
    .transform((text): 'open' | 'invited' | string[] =>
      text === 'open' || text === 'invited' ? text : listOf(text),
    )
    .refine(
      (value) =>
        typeof value === 'string' ||
        (value.length > 0 && value.every((d) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(d))),
      'must be open, invited, or a comma-separated list of e-mail domains',
    )
    .describe('who may sign in for the first time: `open`, `invited`, or a list of e-mail domains'),
  ADMIN_SECOND_FACTOR: z
    .enum(['optional', 'required'])
    .optional()
    .describe(
      'must administrators have a second factor: `optional` or `required`; unset, `/admin/settings` decides, and until then `required` unless `PUBLIC_URL` is a loopback address',
    ),
  CLIENTS_FILE: z
    .string()
    .optional()
    .describe(
      'organizations, clients and API keys as code: a JSON file, applied at start and on SIGHUP; see docs/clients-file.md',
    ),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(listOf)
    .refine((all) => isAddressList(all), 'must be addresses or CIDR ranges, comma-separated')
    .describe('whose `X-Forwarded-For` counts: addresses or CIDR ranges'),
  KEY_ROTATION_DAYS: z.coerce
    .number()
    .min(1)
    .max(3_650)
    .default(30)
    .describe('a key that signs tokens is replaced after so many days'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .optional()
    .describe(
      '`silent`, `error`, `warn`, `info` or `debug`; `info` is a line per request, and the default but on a terminal',
    ),
};

const schema = z.object(variables).transform((raw, check) => {
  const publicUrl = raw.PUBLIC_URL ?? `http://localhost:${raw.PORT}`;
  const isLoopback = loopbackHosts.has(new URL(publicUrl).hostname);
  const problem = (path: string, message: string) =>
    check.addIssue({ code: 'custom', path: [path], message });
  if (raw.DATABASE_URL && !raw.AUTH_SECRET)
    problem(
      'AUTH_SECRET',
      'is required with DATABASE_URL, the same on every node; make one with: openssl rand -base64 32',
    );
  if (!raw.EMAIL_SERVER && !isLoopbackHost(raw.HOST))
    problem(
      'HOST',
      'must be a loopback address while EMAIL_SERVER is unset: the local mailbox is open to whoever reaches it',
    );
  const providers = providersOf(raw, problem);
  if (!raw.EMAIL_SERVER && !isLoopback)
    problem(
      'EMAIL_SERVER',
      'is required because PUBLIC_URL is not a loopback address (the local mailbox is open to everybody)',
    );
  if (raw.EMAIL_SERVER && !raw.EMAIL_FROM) problem('EMAIL_FROM', 'is required with EMAIL_SERVER');
  return {
    port: raw.PORT,
    host: raw.HOST,
    publicUrl,
    isHttps: publicUrl.startsWith('https:'),
    isLoopback,
    databaseUrl: raw.DATABASE_URL,
    listenDatabaseUrl: raw.LISTEN_DATABASE_URL,
    dataDir: resolve(raw.DATA_DIR),
    authSecret: raw.AUTH_SECRET,
    ...providers,
    email:
      raw.EMAIL_SERVER && raw.EMAIL_FROM ? { server: raw.EMAIL_SERVER, from: raw.EMAIL_FROM } : undefined,
    signUp: raw.SIGN_UP,
    adminSecondFactor:
      raw.ADMIN_SECOND_FACTOR ?? (isLoopback ? ('optional' as const) : ('required' as const)),
    /** Then it decides; else an administrator does (lib/settings). */
    adminSecondFactorIsSet: raw.ADMIN_SECOND_FACTOR !== undefined,
    clientsFile: raw.CLIENTS_FILE === undefined ? undefined : resolve(raw.CLIENTS_FILE),
    trustedProxies: raw.TRUSTED_PROXIES,
    keyRotationSeconds: raw.KEY_ROTATION_DAYS * 86_400,
    // A person who tries it out wants to see the links, not a line per request.
    logLevel: raw.LOG_LEVEL ?? (process.stdout.isTTY ? ('warn' as const) : ('info' as const)),
  };
});

export type Env = z.infer<typeof schema>;

/** Thrown with every problem at once, one line each. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/** Read a set of variables. An empty variable is an unset one. Throws {@link EnvError}. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  // zod asks what goes together only once each variable is right by itself.
  providersOf(set, (name, message) => problems.push(`${name} ${message}`));
  throw new EnvError([...new Set(problems)].join('\n'));
}

/** The environment of this process. */
export const env = (): Env => onePerProcess('env', () => parseEnv(process.env));

/** A variable that CLIENTS_FILE names; an empty one is an unset one. */
export const readVariable = (name: string): string | undefined => process.env[name] || undefined;

/** Boot and tests decide it. */
export const setEnv = (value: Env): Env => setOnePerProcess('env', value);

/** Name, default and meaning of each variable, for the README. */
export const describeVariables = () =>
  Object.entries(variables).map(([name, type]) => {
    const byDefault = type.safeParse(undefined);
    const value = byDefault.success && byDefault.data !== undefined ? String(byDefault.data) : '';
    return { name, byDefault: value, meaning: type.description ?? '' };
  });
