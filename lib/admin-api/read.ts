import type { z } from 'zod';
import { invalidFields, notFound, type Operation } from '@/lib/admin-api/operation';
import { isClean, mediaType, readText } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';

/** What an operation was called with. Its schemas are strict: a name that is mistyped is told, not passed over. */
export async function readCall({ url, path, query, body }: Operation, request: Request) {
  return {
    path: path ? readPath(url, path, request) : {},
    query: parse(query, readQuery(request)),
    body: body ? parse(body, await readJson(request)) : {},
  };
}

/** What cannot stand there names nothing. */
function readPath(template: string, schema: z.ZodObject, request: Request): Record<string, unknown> {
  const given = new URL(request.url).pathname.split('/');
  const segments = template.split('/').flatMap((name, at): [string, string][] => {
    const isParameter = name.startsWith('{');
    return isParameter ? [[name.slice(1, -1), decoded(given[at] ?? '')]] : [];
  });
  const parsed = schema.safeParse(Object.fromEntries(segments));
  if (!parsed.success || !segments.every(([, value]) => isClean(value))) throw notFound('thing');
  return parsed.data;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

function readQuery(request: Request): Record<string, string> {
  const query: Record<string, string> = Object.create(null);
  for (const [name, value] of new URL(request.url).searchParams) {
    if (!isClean(name) || !isClean(value)) throw badCharacters();
    if (name in query) throw new OAuthError('invalid_request', 'A parameter is repeated.');
    query[name] = value;
  }
  return query;
}

async function readJson(request: Request): Promise<unknown> {
  if (mediaType(request) !== 'application/json')
    throw new OAuthError('unsupported_media_type', 'Send application/json.');
  const text = await readText(request);
  try {
    return JSON.parse(text, (name, value: unknown) => {
      if (!isClean(name) || (typeof value === 'string' && !isClean(value))) throw badCharacters();
      return value;
    });
  } catch (error) {
    if (error instanceof OAuthError) throw error;
    throw new OAuthError('invalid_request', 'The body is not valid JSON.');
  }
}

const badCharacters = () =>
  new OAuthError('invalid_request', 'A value holds characters that are not allowed.');

function parse(schema: z.ZodObject | undefined, given: unknown): Record<string, unknown> {
  if (!schema) {
    const [unknown] = Object.keys(given as object);
    if (unknown !== undefined) throw invalidFields({ [unknown]: notKnown });
    return {};
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new OAuthError('invalid_request', 'The body must be a JSON object.');
  const parsed = schema.safeParse({ ...given });
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue): [string, string][] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [[...issue.path, key].join('.'), notKnown])
      : [[issue.path.join('.'), issue.message]],
  );
  throw invalidFields(Object.fromEntries(fields.toReversed()));
}

const notKnown = 'is not known here';
