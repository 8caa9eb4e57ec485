import { isUtf8 } from 'node:buffer';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/** Bodies are capped before they are parsed. */
export const maxBodyBytes = 64 * 1024;

/** The parameters of a request: every value a string, empty ones absent (RFC 6749 §3.1: treated as omitted). */
export type Parameters = ReadonlyMap<string, string>;

/** NUL and lone surrogates have no business in a parameter, and PostgreSQL refuses them. */
export const isClean = (text: string) => !text.includes('\0') && text.isWellFormed();

/** Read at most {@link maxBodyBytes}; a longer body is 413 and is not read further. */
export async function readBytes(request: HttpRequest): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  const bytes = request.readBytes ? await request.readBytes(maxBodyBytes) : await readChunks(request.body);
  if (!bytes) throw tooLarge();
  return bytes;
}

async function readChunks(body: HttpRequest['body']): Promise<Buffer<ArrayBuffer> | null> {
  if (!body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same as text; a byte order mark is none of it. */
export async function readText(request: HttpRequest): Promise<string> {
  const bytes = await readBytes(request);
  if (!isUtf8(bytes)) throw new OAuthError('invalid_request', 'The body is not valid UTF-8.');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

export type BodyOptions = { isOptional?: boolean; orQuery?: boolean };

/** What was sent: its parameters, and of JSON the object itself, for a dialect that has more than strings. */
export type Body = { parameters: Parameters; json: Readonly<Record<string, unknown>> };

/**
 * A form body (RFC 6749), or JSON with the same members; anything else is 415. Where it may be left out, nothing is no
 * error; and where a system's clients send parameters in the address instead, those count.
 */
export async function readBody(
  request: HttpRequest,
  { isOptional = false, orQuery = false }: BodyOptions = {},
): Promise<Body> {
  const type = mediaType(request);
  if (type === 'application/x-www-form-urlencoded')
    return { parameters: parseForm(await readText(request)), json: {} };
  if (type === 'application/json') return parseJson(await readText(request), isOptional);
  if ((isOptional || orQuery) && (await readBytes(request)).length === 0)
    return { parameters: orQuery ? parseForm(new URL(request.url).search.slice(1)) : new Map(), json: {} };
  throw new OAuthError(
    'unsupported_media_type',
    'Send application/x-www-form-urlencoded or application/json.',
  );
}

export const mediaType = (request: HttpRequest): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

export function parseForm(text: string): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (!isClean(name) || !isClean(value)) throw badCharacters();
    const before = parameters.get(name);
    // RFC 6749 §3.2: parameters MUST NOT be included more than once.
    if (before !== undefined && !mayRepeat.has(name))
      throw new OAuthError('invalid_request', 'A parameter is repeated.');
    parameters.set(name, before === undefined ? value : `${before} ${value}`);
  }
  return withoutEmpty(parameters);
}

function parseJson(text: string, isOptional: boolean): Body {
  let value: unknown;
  if (isOptional && text === '') return { parameters: new Map(), json: {} };
  try {
    value = JSON.parse(text);
  } catch {
    throw new OAuthError('invalid_request', 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OAuthError('invalid_request', 'The body must be a JSON object.');
  const parameters = new Map<string, string>();
  for (const [name, given] of Object.entries(value)) {
    if (given === null) continue;
    const member = mayRepeat.has(name) ? joinStrings(given) : given;
    if (typeof member !== 'string') {
      // What we do not read may be anything (RFC 6749 §3.2); what we read is a string, never an object of the caller's.
      if (parameterNames.has(name)) throw new OAuthError('invalid_request', `${name} must be a string.`);
      continue;
    }
    if (!isClean(name) || !isClean(member)) throw badCharacters();
    parameters.set(name, member);
  }
  return { parameters: withoutEmpty(parameters), json: value as Record<string, unknown> };
}

const withoutEmpty = (parameters: Map<string, string>): Parameters => {
  for (const [name, value] of parameters) if (value === '') parameters.delete(name);
  return parameters;
};

const badCharacters = () =>
  new OAuthError('invalid_request', 'A parameter holds characters that are not allowed.');
const tooLarge = () => new OAuthError('payload_too_large', 'The body is larger than 64 KiB.');

/** RFC 8707 §2: may come several times, in JSON as an array. URIs hold no spaces, so it is kept as a scope is. */
const mayRepeat = new Set(['resource']);

const joinStrings = (given: unknown): unknown =>
  Array.isArray(given) && given.every((one) => typeof one === 'string') ? given.join(' ') : given;

/** Every parameter that an endpoint reads, or that a system's clients send where a string belongs. A new one belongs here. */
const parameterNames = new Set([
  'client_id',
  'client_secret',
  'grant_type',
  'device_code',
  'refresh_token',
  'scope',
  'token',
  'token_type_hint',
  'device_name',
  'client_name',
  'client_version',
  'resource',
  'dpop_jkt',
  'acr_values',
  'max_age',
  'organization',
  'organization_id',
  // Of the dialects.
  ...[
    'org',
    'service',
    'user_code',
    'userCode',
    'organizationId',
    'session_id',
    'code',
    'preauth_token',
    'device_code_id',
  ],
]);
