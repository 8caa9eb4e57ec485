import { z } from 'zod';
import { apiKeyScopes } from '@/lib/api-keys/scopes';
import { policyMembers } from '@/lib/clients/file/policy';
import {
  type ClientProfile,
  clientId,
  clientProfile,
  plainText,
  profileFields,
  snakeCase,
} from '@/lib/clients/profile';
import { sha256 } from '@/lib/crypto';
import { describeVariables } from '@/lib/env';
import { isIssuer, issuerWords } from '@/lib/env-providers';
import { emailDomainPattern } from '@/lib/mail/address';

/** Reads an environment variable that the file names: its value, or undefined when it is not set. */
export type ReadVariable = (name: string) => string | undefined;
/** Was an API key of that hash revoked here? */
export type IsRevoked = (hash: Buffer) => boolean;

const leastSecretLength = 32;
const makeOne = 'make one with: openssl rand -base64 32';

const slug = z
  .string()
  .max(100)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single dashes, such as acme')
  .refine((text) => text !== 'new', 'must be another word: /admin/organizations/new is a page')
  .describe('its name in URLs and tokens');

const label = plainText(100);

/**
 * A secret, by reference: the file may be in git, its value stays in the environment. Becomes its SHA-256. Names are
 * upper case alone, so that a secret put here by mistake is not taken for one and repeated in a message.
 */
const secret = (read: ReadVariable, isRevoked: IsRevoked = () => false) =>
  z.strictObject({
    env: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/, 'must be the name of an environment variable, such as ACME_SECRET')
      .describe(
        `the environment variable that holds it, at least ${leastSecretLength} characters; ${makeOne}`,
      )
      .transform((name, check) => {
        const value = read(name);
        const hash = sha256(value ?? '');
        const fault = isOurs(name)
          ? 'is not for this; use a variable of its own'
          : (faultOf(value) ??
            (isRevoked(hash) ? 'holds a key that was revoked; give it another value' : null));
        if (fault !== null) check.addIssue(`names ${name}, which ${fault}; ${makeOne}`);
        return hash;
      }),
  });

/** What holds something else, such as the root of every key: its hash must not be in the database. */
const isOurs = (name: string): boolean =>
  describeVariables().some((variable) => variable.name === name) ||
  /^(AUTH_.*|NEXTAUTH_.*|NODE_.*|NPM_.*|PG(HOST|PORT|USER|DATABASE|PASSWORD|PASSFILE))$/.test(name) ||
  /^(PATH|HOME|PWD|OLDPWD|SHELL|USER|LOGNAME|HOSTNAME|LANG|TERM)$/.test(name);

function faultOf(value: string | undefined): string | null {
  if (value === undefined) return 'is not set';
  if ([...value].length < leastSecretLength) return `holds fewer than ${leastSecretLength} characters`;
  return value.trim() === value ? null : 'begins or ends with white space';
}

/** A secret that must be read again: the same reference, which becomes its value. Whoever made it decided its length. */
const keptSecret = (read: ReadVariable) =>
  z.strictObject({
    env: z
      .string()
      .regex(/^[A-Z_][A-Z0-9_]*$/, 'must be the name of an environment variable, such as ACME_SECRET')
      .describe('the environment variable that holds it')
      .transform((name, check) => {
        const value = read(name);
        const fault = isOurs(name)
          ? 'is not for this; use a variable of its own'
          : value === undefined
            ? 'is not set'
            : value.trim() !== value && 'begins or ends with white space';
        if (fault) check.addIssue(`names ${name}, which ${fault}`);
        return value ?? '';
      }),
  });

/** Lower case, as addresses are kept; a name of other letters in its ASCII form (RFC 5890). */
const emailDomain = z
  .string()
  .max(253)
  .regex(emailDomainPattern, 'must be a domain in lower case, such as acme.example');

/** A value of `amr` or `acr`: compared as it is. */
const trusted = z.array(z.string().min(1).max(200)).max(20).prefault([]);

const organizationIssuer = (read: ReadVariable) =>
  z.strictObject({
    issuer: z.string().max(500).refine(isIssuer, issuerWords).describe('its identifier, an https URL'),
    client_id: z.string().min(1).max(255).describe('what it knows this server by'),
    client_secret: keptSecret(read),
    name: plainText(50).describe('what people call it: “Continue with NAME”'),
    trusted_amr: trusted.describe(
      'an id_token with one of these in `amr` has a second factor that counts here',
    ),
    trusted_acr: trusted.describe('the same for its `acr`'),
  });

/** An issuer of the file under our own names. */
export const issuerOf = (declared: z.output<ReturnType<typeof organizationIssuer>>) => ({
  issuer: declared.issuer,
  clientId: declared.client_id,
  clientSecret: declared.client_secret.env,
  name: declared.name,
  trustedAmr: declared.trusted_amr,
  trustedAcr: declared.trusted_acr,
});

const profileMembers = Object.fromEntries(
  profileFields.map((field) => [snakeCase(field), clientProfile.shape[field]]),
);

/** A client of the file under the profile's own names. */
export const profileOf = (client: Record<string, unknown>): ClientProfile =>
  Object.fromEntries(profileFields.map((field) => [field, client[snakeCase(field)]])) as ClientProfile;

/** CLIENTS_FILE, with every rule that one value can be held to. */
export const clientsFile = (read: ReadVariable, isRevoked?: IsRevoked) =>
  z.strictObject({
    $schema: z.string().optional().describe('the address of this schema, for editors'),
    organizations: z
      .array(
        z
          .strictObject({
            slug,
            name: label.describe('what people see'),
            ...policyMembers,
            api_keys: z
              .array(
                z.strictObject({
                  name: label.describe('what it is for, such as gateway'),
                  key: secret(read, isRevoked),
                  scopes: z.array(z.enum(apiKeyScopes)).min(1).describe('what it may do'),
                }),
              )
              .prefault([])
              .describe('keys with which its own services call this server'),
            email_domains: z
              .array(emailDomain)
              .max(100)
              .prefault([])
              .describe('whoever has an address there belongs to it'),
            issuer: organizationIssuer(read)
              .optional()
              .describe('the OpenID Connect issuer where people of these domains sign in, and nowhere else'),
          })
          .refine(({ issuer, email_domains }) => !issuer || email_domains.length > 0, {
            path: ['email_domains'],
            error: 'must name the domains whose people sign in with the issuer',
          }),
      )
      .prefault([])
      .describe('groups of people'),
    clients: z
      .array(
        z.strictObject({
          client_id: clientId,
          ...profileMembers,
          secrets: z
            .array(secret(read))
            .max(10)
            .prefault([])
            .describe(
              'each counts, so that one can follow another; none makes it a public client (RFC 6749 §2.1)',
            ),
          disabled: z.boolean().default(false).describe('may it not be used for now?'),
        }),
      )
      .prefault([])
      .describe('programs that sign people in'),
  });

/** The published schema (JSON Schema 2020-12): the same rules, for editors and for checks before a deployment. */
export const clientsFileJsonSchema = (address: string) => ({
  $id: address,
  title: 'Doorcode CLIENTS_FILE',
  ...z.toJSONSchema(
    clientsFile(() => undefined),
    { io: 'input', target: 'draft-2020-12' },
  ),
});
