import { z } from 'zod';

/** The variables of the providers that sign people in: GitHub, Google, Microsoft, and one OpenID Connect issuer. */

const isLoopback = (url: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);

/** OpenID Connect Discovery §3: https, no query, no fragment. Plain http reaches this machine alone. */
export const isIssuer = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || /[?#\s]/.test(text) || url.username || url.password) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
};

export const issuerWords =
  'must be https://, such as https://login.example.com, without a query (http:// is for loopback addresses alone)';

const issuer = z.string().max(500).refine(isIssuer, issuerWords).optional();
const name = z
  .string()
  .trim()
  .max(50)
  .regex(/^[\p{L}\p{N}\p{P}\p{S} ]+$/u, 'must be a short name, such as Acme')
  .optional();
const httpUrl = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''));
const said = z.string().optional();

export const providerVariables = {
  AUTH_GITHUB_ID: said.describe('GitHub OAuth app: client id; see docs/sign-in.md for this and the next'),
  AUTH_GITHUB_SECRET: said.describe('GitHub OAuth app: client secret'),
  GITHUB_BASE_URL: httpUrl
    .optional()
    .describe('GitHub Enterprise Server, such as `https://github.example.com`'),
  AUTH_GOOGLE_ID: said.describe('Google OAuth client: client id'),
  AUTH_GOOGLE_SECRET: said.describe('Google OAuth client: client secret'),
  AUTH_MICROSOFT_ENTRA_ID_ID: said.describe('Microsoft Entra app registration: application (client) id'),
  AUTH_MICROSOFT_ENTRA_ID_SECRET: said.describe('Microsoft Entra app registration: client secret'),
  AUTH_MICROSOFT_ENTRA_ID_ISSUER: issuer.describe(
    'whose accounts: `https://login.microsoftonline.com/TENANT/v2.0`; unset means every Microsoft account',
  ),
  AUTH_OIDC_ISSUER: issuer.describe('any OpenID Connect issuer: its identifier, an https URL'),
  AUTH_OIDC_ID: said.describe('the client id that it knows this server by'),
  AUTH_OIDC_SECRET: said.describe('the client secret that goes with it'),
  AUTH_OIDC_NAME: name.describe(
    'what people call it: “Continue with NAME” (“single sign-on” when it is unset)',
  ),
};

type Raw = { [Name in keyof typeof providerVariables]?: string | undefined };

/** The configured providers; what is there by half is a problem. */
export function providersOf(raw: Raw, problem: (path: string, message: string) => void) {
  /** All of these, or none: their values, or undefined. */
  const together = <Name extends keyof Raw>(...names: [Name, ...Name[]]) => {
    const missing = names.filter((one) => !raw[one]);
    if (missing.length === 0) return raw as Record<Name, string>;
    const [first, ...rest] = names;
    const both = names.length === 2 ? 'both or neither' : 'all or none';
    if (missing.length < names.length)
      problem(first, `and ${rest.join(' and ')} go together: set ${both} (missing: ${missing.join(', ')})`);
    return undefined;
  };
  /** What says more of a provider that is not there. */
  const needs = (name: keyof Raw, other: keyof Raw) => {
    if (raw[name] && !raw[other]) problem(name, `says nothing without ${other}: set that too, or neither`);
  };

  const github = together('AUTH_GITHUB_ID', 'AUTH_GITHUB_SECRET');
  const google = together('AUTH_GOOGLE_ID', 'AUTH_GOOGLE_SECRET');
  const microsoft = together('AUTH_MICROSOFT_ENTRA_ID_ID', 'AUTH_MICROSOFT_ENTRA_ID_SECRET');
  const oidc = together('AUTH_OIDC_ISSUER', 'AUTH_OIDC_ID', 'AUTH_OIDC_SECRET');
  if (!raw.AUTH_MICROSOFT_ENTRA_ID_SECRET)
    needs('AUTH_MICROSOFT_ENTRA_ID_ISSUER', 'AUTH_MICROSOFT_ENTRA_ID_ID');
  if (!raw.AUTH_OIDC_ID && !raw.AUTH_OIDC_SECRET) needs('AUTH_OIDC_NAME', 'AUTH_OIDC_ISSUER');
  return {
    github: github && {
      clientId: github.AUTH_GITHUB_ID,
      clientSecret: github.AUTH_GITHUB_SECRET,
      baseUrl: raw.GITHUB_BASE_URL,
    },
    google: google && { clientId: google.AUTH_GOOGLE_ID, clientSecret: google.AUTH_GOOGLE_SECRET },
    microsoft: microsoft && {
      clientId: microsoft.AUTH_MICROSOFT_ENTRA_ID_ID,
      clientSecret: microsoft.AUTH_MICROSOFT_ENTRA_ID_SECRET,
      issuer: raw.AUTH_MICROSOFT_ENTRA_ID_ISSUER ?? 'https://login.microsoftonline.com/common/v2.0',
    },
    oidc: oidc && {
      issuer: oidc.AUTH_OIDC_ISSUER,
      clientId: oidc.AUTH_OIDC_ID,
      clientSecret: oidc.AUTH_OIDC_SECRET,
      name: raw.AUTH_OIDC_NAME ?? 'single sign-on',
    },
  };
}
