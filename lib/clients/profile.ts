import { z } from 'zod';

/**
 * A client's profile: everything that an operator decides about it, with its defaults. The one list: the columns of
 * `clients`, the members of CLIENTS_FILE and its published schema, and what the protocol reads, are these names.
 */

/** What people read: nothing invisible, and nothing that turns a sentence round. */
export const plainText = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine(
      (text) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u115F\u1160\u2800\u3164\uFFA0]/u.test(text),
      'must hold no invisible characters, nor ones that change the direction of text',
    );

export const hasNoRepeats = (all: string[]): boolean => new Set(all).size === all.length;

const seconds = (least: number, most: number, byDefault: number) =>
  z.int().min(least).max(most).default(byDefault);

const day = 86_400;

/** RFC 6749 §2.2, and no quotes or spaces, which break headers and shells. */
export const clientId = z
  .string()
  .min(1)
  .max(100)
  .regex(
    /^[\x21\x23-\x26\x28-\x5B\x5D-\x7E]*$/,
    'must be printable ASCII without spaces, quotes and backslashes',
  )
  .describe('the client identifier (RFC 6749 §2.2)');

/** The same as an administrator chooses it: its page has an address, where these mean something else. */
export const chosenClientId = clientId.refine(
  (id) => !['new', '.', '..'].includes(id),
  'must be another one: this is the address of another page',
);

/** RFC 6749 §3.3: scope-token. */
export const scopeToken = z
  .string()
  .max(100)
  .regex(/^[\x21\x23-\x5B\x5D-\x7E]+$/, 'must be one scope, without spaces or quotes');

/** RFC 8707 §2: an absolute URI (RFC 3986: ASCII) without a fragment. */
export const isResourceIndicator = (text: string): boolean =>
  URL.canParse(text) && /^[\x21\x24-\x5B\x5D-\x7E]{1,250}$/.test(text);

const resourceIndicator = z
  .string()
  .refine(isResourceIndicator, 'must be an absolute URI without a fragment, such as https://api.example.com');

const pageAddress = z
  .string()
  .max(500)
  .refine(
    (text) =>
      /^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(text) && URL.canParse(text),
    'must be an https:// address',
  );

/** JWS algorithms that this server has keys of. */
export const signingAlgorithms = ['ES256', 'RS256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

const signingAlgorithm = z.enum(signingAlgorithms);

export const clientProfile = z.strictObject({
  name: plainText(100).describe('what people see: “Allow NAME to act as you?”'),
  publisher: plainText(100).nullable().default(null).describe('who publishes it, shown to people'),
  firstParty: z.boolean().default(false).describe('is it your own program?'),
  administratorsOnly: z
    .boolean()
    .default(false)
    .describe(
      'may only administrators of this server sign in with it? Whoever is one no more is signed out; and so are all, when this is turned on',
    ),
  service: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9_-]+$/, 'must be letters, digits, - and _')
    .nullable()
    .default(null)
    .describe('what AuthOS’s programs call it (`service`), when that is not its client_id'),
  scopes: z
    .array(scopeToken)
    .max(100)
    .refine(hasNoRepeats, 'must not hold one twice')
    .refine((all) => all.join(' ').length <= 2_000, 'must not be longer than 2,000 characters in all')
    .default(['openid', 'profile', 'email', 'offline_access'])
    .describe('the most that it can be granted (RFC 6749 §3.3)'),
  resources: z
    .array(resourceIndicator)
    .max(20)
    .refine(hasNoRepeats, 'must not hold one twice')
    .default([])
    .describe(
      'the APIs that its tokens may be for: absolute URIs (RFC 8707). For a service that verifies tokens: the APIs that it serves',
    ),
  deviceFlow: z.boolean().default(true).describe('may it sign people in with a device code (RFC 8628)?'),
  activationUri: pageAddress
    .nullable()
    .default(null)
    .describe('the page where its codes are entered, when it is not the hosted one'),
  deviceCodeLifetimeSeconds: seconds(30, 1_800, 600).describe('how long a code may wait'),
  pollingIntervalSeconds: seconds(1, 60, 5).describe('how long a device waits between polls at least'),
  accessTokenFormat: z
    .enum(['opaque', 'jwt'])
    .default('opaque')
    .describe('opaque tokens are checked by introspection; a JWT (RFC 9068) also by its signature alone'),
  accessTokenClaims: z
    .enum(['standard', 'authos', 'workos'])
    .default('standard')
    .describe(
      'what JWT access tokens say beyond RFC 9068: `authos` adds email, org and service, `workos` adds role and permissions',
    ),
  accessTokenSigningAlg: signingAlgorithm.default('ES256').describe('what JWT access tokens are signed with'),
  signedResponseAlg: signingAlgorithm
    .default('RS256')
    .describe('what id_tokens, and introspection answers as a JWT (RFC 9701), are signed with'),
  tokenPrefix: z
    .string()
    .max(20)
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      'must be lower-case letters, digits and single dashes, such as acme',
    )
    .default('dc')
    .describe('`acme` gives `acme_…` and `acme_rt_…`'),
  accessTokenLifetimeSeconds: seconds(30, 30 * day, 3_600).describe('how long an access token lives'),
  refresh: z.boolean().default(true).describe('does it get refresh tokens?'),
  refreshTokenIdleLifetimeSeconds: seconds(60, 400 * day, 30 * day).describe(
    'an unused refresh token dies after so long',
  ),
  sessionLifetimeSeconds: seconds(60, 800 * day, 90 * day).describe(
    'the absolute end of a sign-in, however often it is refreshed',
  ),
  dpop: z
    .enum(['off', 'optional', 'required'])
    .default('optional')
    .describe(
      'are tokens bound to a key of the client’s (RFC 9449)? `optional`: when it brings a proof; `off`: whatever it brings changes nothing',
    ),
});

export type ClientProfile = z.infer<typeof clientProfile>;

/** `tokenPrefix` is `token_prefix` in the database and in CLIENTS_FILE. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const profileFields = Object.keys(clientProfile.shape) as (keyof ClientProfile)[];
