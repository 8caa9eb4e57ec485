import type { z } from 'zod';
import type { Permission } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { OAuthError } from '@/lib/oauth/errors';
import type { Method } from '@/lib/oauth/methods';

type Shape = z.ZodObject;

/** What a caller sent, as the operation's own schemas read it. */
export type Call<Path extends Shape, Query extends Shape, Body extends Shape> = {
  ctx: RequestContext;
  path: z.output<Path>;
  query: z.output<Query>;
  body: z.output<Body>;
};

type Spec<Path extends Shape, Query extends Shape, Body extends Shape> = {
  /** Its name in the document: `listUsers`. */
  id: string;
  method: Method;
  /** `/api/admin/users/{id}` */
  url: string;
  tag: string;
  /** That of its verb: the key needs it as a scope. */
  permission: Permission;
  /** One sentence, in the imperative. */
  summary: string;
  /** What one would not expect. */
  description?: string;
  path?: Path;
  query?: Query;
  body?: Body;
  status?: 200 | 201 | 204;
  /** What it answers; nothing with 204. Members that it does not name never leave. */
  answer?: z.ZodType;
  /** Which refusals there are beyond those that all operations have. */
  refusals?: readonly ('not_found' | 'conflict')[];
};

/** As the wrapper and the document see any of them. */
export type Operation = Spec<Shape, Shape, Shape> & {
  status: 200 | 201 | 204;
  handle: (call: Call<Shape, Shape, Shape>) => Promise<unknown>;
};

/** One thing that the API does: what it is called with, which verb does it, and what it answers. */
export function operation<
  Path extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
>(spec: Spec<Path, Query, Body>, handle: (call: Call<Path, Query, Body>) => Promise<unknown>): Operation {
  const status = spec.status ?? (spec.answer ? 200 : 204);
  return { ...spec, status, handle: handle as Operation['handle'] };
}

/** What lies beyond a key's reach is answered the same way. */
export const notFound = (what: string): OAuthError =>
  new OAuthError('not_found', `There is no such ${what} that this key may see.`);

/** For what a verb answers with null where there is nothing. */
export function found<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw notFound(what);
  return value;
}

export const conflict = (description: string): OAuthError => new OAuthError('conflict', description);

/** Some members were refused, each with a sentence. */
export const invalidFields = (fields: Record<string, string>): OAuthError =>
  new OAuthError('invalid_request', 'Some values cannot be used. What is wrong with each is in fields.', {
    members: { fields },
  });

/** A change that changes nothing is a mistake. */
export function requireSome(body: Readonly<Record<string, unknown>>): void {
  if (Object.values(body).every((value) => value === undefined))
    throw new OAuthError('invalid_request', 'Name at least one thing to change.');
}
