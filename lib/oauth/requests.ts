import { z } from 'zod';
import { isResourceIndicator } from '@/lib/clients/profile';
import { readResources } from '@/lib/clients/resources';
import type { Parameters } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';

/**
 * Wire names become typed values here, and nowhere else (with lib/dialects). Sizes are capped; unknown parameters are
 * ignored (RFC 6749 §3.2).
 */

/** RFC 6749 §3.3: space-separated tokens of %x21 / %x23-5B / %x5D-7E. Anything else in it is no scope of ours and is dropped. */
const scope = z
  .string()
  .max(2_000)
  .transform((text) => text.split(' ').filter(Boolean));
/** RFC 8707 §2: absolute URIs without a fragment. Whether they are allowed is the client's profile. */
const resource = z
  .string()
  .max(10_000)
  .transform((text) => text.split(' ').filter(Boolean))
  .refine((all) => all.every(isResourceIndicator))
  .transform(readResources)
  .default([]);

/** Opaque to the client, and bounded: ours are under 60 characters. */
const credential = z.string().max(512);

const deviceAuthorization = z
  .object({
    scope: scope.optional(),
    resource,
    /** RFC 9449 §10: a SHA-256 thumbprint. */
    dpop_jkt: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .optional(),
    acr_values: scope.optional(),
    max_age: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .optional(),
    /** Which of the person's organizations to preselect, by slug or id; `organization_id` as WorkOS calls it. */
    organization: z.string().max(100).optional(),
    organization_id: z.string().max(100).optional(),
    device_name: z.string().max(1_000).optional(),
    client_name: z.string().max(1_000).optional(),
    client_version: z.string().max(1_000).optional(),
  })
  .transform((wire) => ({
    scopes: wire.scope,
    resources: wire.resource,
    dpopJkt: wire.dpop_jkt ?? null,
    acrValues: wire.acr_values ?? [],
    maxAgeSeconds: wire.max_age ?? null,
    organizationHint: wire.organization ?? wire.organization_id,
    claimedName: wire.device_name ?? wire.client_name,
    claimedVersion: wire.client_version,
  }));

const deviceCodeGrant = z
  .object({ device_code: credential, resource })
  .transform((wire) => ({ deviceCode: wire.device_code, resources: wire.resource }));

const refreshGrant = z
  .object({ refresh_token: credential, scope: scope.optional(), resource })
  .transform((wire) => ({ refreshToken: wire.refresh_token, scopes: wire.scope, resources: wire.resource }));

/** A refresh token by its own name, where another system has one endpoint for each kind. */
const refreshToken = z
  .object({ refresh_token: credential })
  .transform((wire) => ({ refreshToken: wire.refresh_token }));

/** Whatever is asked about: unknown and overlong tokens are answered alike (RFC 7009 §2.2, RFC 7662 §2.2). */
const revocation = z
  .object({ token: z.string(), token_type_hint: z.string().max(100).optional() })
  .transform((wire) => ({ token: wire.token }));

const introspection = revocation;

/** better-auth: a person's decision, by the code; and for which organization, where several will do. */
const userCodeDecision = z.object({ userCode: z.string().max(200), organizationId: z.uuid().optional() });

/** What a schema makes of the parameters. Throws `invalid_request`, which names the first that is missing or wrong. */
export const read =
  <Output>(schema: z.ZodType<Output>) =>
  (parameters: Parameters): Output => {
    const result = schema.safeParse(Object.fromEntries(parameters));
    if (result.success) return result.data;
    const issue = result.error.issues[0]!;
    const name = issue.path.join('.');
    if (name === 'resource')
      throw new OAuthError('invalid_target', 'resource must be an absolute URI without a fragment.');
    const isMissing = !parameters.has(name);
    throw new OAuthError('invalid_request', isMissing ? `${name} is required.` : `${name} is not valid.`);
  };

const readAnyDeviceAuthorizationRequest = read(deviceAuthorization);
const plainDeviceAuthorization = new Set(['client_id', 'client_secret', 'scope']);
/** Most ask for scopes and nothing else: that takes no more than a look. */
export function readDeviceAuthorizationRequest(parameters: Parameters): z.output<typeof deviceAuthorization> {
  for (const name of parameters.keys())
    if (!plainDeviceAuthorization.has(name)) return readAnyDeviceAuthorizationRequest(parameters);
  const scopes = scope.optional().safeParse(parameters.get('scope'));
  if (!scopes.success) return readAnyDeviceAuthorizationRequest(parameters);
  return { ...nothingElse, scopes: scopes.data };
}
const nothingElse = deviceAuthorization.parse({});
const readAnyDeviceCodeGrant = read(deviceCodeGrant);
const none: string[] = [];
/** Of every poll, so the plain case takes no more than a look. */
export function readDeviceCodeGrant(parameters: Parameters): { deviceCode: string; resources: string[] } {
  const deviceCode = parameters.get('device_code');
  const isPlain = deviceCode !== undefined && deviceCode.length <= 100 && !parameters.has('resource');
  return isPlain ? { deviceCode, resources: none } : readAnyDeviceCodeGrant(parameters);
}
export const readRefreshGrant = read(refreshGrant);
export const readRefreshToken = read(refreshToken);
export const readRevocationRequest = read(revocation);
export const readIntrospectionRequest = read(introspection);
export const readUserCodeDecision = read(userCodeDecision);

export type GrantType = 'device_code' | 'refresh_token';

/** `grant_type` by its registered name, or the short form that some clients send. */
export function readGrantType(parameters: Parameters): GrantType {
  switch (parameters.get('grant_type')) {
    case undefined:
      throw new OAuthError('invalid_request', 'grant_type is required.');
    case 'urn:ietf:params:oauth:grant-type:device_code':
    case 'device_code':
      return 'device_code';
    case 'refresh_token':
      return 'refresh_token';
    default:
      throw new OAuthError('unsupported_grant_type', 'This grant_type is not supported.');
  }
}
