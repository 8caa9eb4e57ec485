import type { z } from 'zod';
import { Forbidden } from '@/lib/authority/forbidden';
import type { Permission } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { isStorageUnavailable } from '@/lib/db/unavailable';
import { env } from '@/lib/env';
import { logger } from '@/lib/log';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { readMultipart } from '@/lib/login/multipart';
import {
  decideAdminStep,
  decideNextStep,
  type NextStep,
  pathOfStep,
  type Requirement,
} from '@/lib/login/next-step';
import { forAdministrators, plainPage, tooLarge } from '@/lib/login/plain-page';
import { safePath } from '@/lib/login/safe-path';
import { mediaType, parseForm, readText } from '@/lib/oauth/body';
import { OAuthError } from '@/lib/oauth/errors';
import { requestContext } from '@/lib/oauth/request-context';

export type FormCall<Fields> = { ctx: RequestContext; fields: Fields; request: Request };

/** Where the browser goes next (303), with cookies to set. */
export type Next = { path: string; cookies?: string[] };

/**
 * The one guard of every browser route that changes something (I8): same origin, body within limits, fields as
 * declared, and, in the other forms, whoever must be signed in. A route is made by it and cannot skip it.
 */
const guardedForm =
  <Fields>(
    fields: z.ZodType<Fields>,
    handle: (call: FormCall<Fields>) => Promise<Next | Response>,
    takesFiles = false,
  ) =>
  async (request: Request): Promise<Response> => {
    try {
      if (!isSameOrigin(request.headers)) return crossOrigin();
      const sent = await readFields(request, takesFiles);
      if (!sent) return unreadable(415);
      const parsed = fields.safeParse(sent);
      if (!parsed.success) return unreadable(400);
      const next = await handle({ ctx: requestContext(request), fields: parsed.data, request });
      return next instanceof Response ? next : seeOther(next);
    } catch (error) {
      return failurePage(error);
    }
  };

/** What was sent, by name; null where it is of another type. A file is its bytes, whatever else its sender says of it. */
async function readFields(
  request: Request,
  takesFiles: boolean,
): Promise<Record<string, string | Uint8Array> | null> {
  const type = mediaType(request);
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(parseForm(await readText(request)));
  return takesFiles && type === 'multipart/form-data' ? readMultipart(request) : null;
}

/** A form that anybody may send. */
export const openForm = <Fields>(
  fields: z.ZodType<Fields>,
  handle: (call: FormCall<Fields>) => Promise<Next | Response>,
) => guardedForm(fields, handle);

type PersonCall<Fields> = FormCall<Fields> & { person: Person };
type FormOptions<Fields, More = unknown> = {
  fields: z.ZodType<Fields>;
  /** Where whoever must take a step first comes back to: a page, which knows what was sent (such as `next`) or asks again. */
  returnTo: string | ((fields: Fields) => string);
  /** Cookies that keep what was typed until then, where it is too long for an address. */
  keep?: (fields: Fields, sender: { ctx: RequestContext; person: Person | null }) => string[];
} & Pick<Requirement, 'fresh' | 'enrolling'> &
  More;

const formOf =
  <More = unknown>(
    decideStep: (
      person: Person | null,
      now: Date,
      asked: Requirement & More,
    ) => NextStep | { step: 'refuse' },
    always: Requirement = {},
    takesFiles = false,
  ) =>
  <Fields>(
    { fields, returnTo, keep, ...asked }: FormOptions<Fields, More>,
    handle: (call: PersonCall<Fields>) => Promise<Next | Response>,
  ) => {
    const answer = async (call: FormCall<Fields>): Promise<Next | Response> => {
      const person = await findPerson(call.ctx, call.request.headers);
      const next = decideStep(person, call.ctx.now, { ...always, ...asked } as Requirement & More);
      if (next.step === 'refuse') return forAdministrators();
      const back = typeof returnTo === 'string' ? returnTo : returnTo(call.fields);
      if (next.step !== 'none')
        return {
          path: pathOfStep(next, back),
          cookies: keep?.(call.fields, { ctx: call.ctx, person }) ?? [],
        };
      return handle({ ...call, person: next.person, ctx: actingAs(call.ctx, next.person) });
    };
    return guardedForm(fields, answer, takesFiles);
  };

/** A form that only a signed-in person may send; anybody else is led to sign in and back to `returnTo`. */
export const personForm = formOf(decideNextStep);

/** A form that only an administrator with the permission and a fresh factor may send; other people are answered 403. */
export const adminForm = formOf<{ permission: Permission }>(decideAdminStep, { fresh: true });

/** The same for one that may bring a file (RFC 7578): behind the same guard, within the same size. */
export const adminUpload = formOf<{ permission: Permission }>(decideAdminStep, { fresh: true }, true);

/** A form for who has given a first factor and may owe a second: giving it, or signing out. Nothing else is made of this. */
export const firstFactorForm = formOf((person) => (person ? { step: 'none', person } : { step: 'sign_in' }));

/**
 * A link that only leads a signed-in person on, or hands them a file, for GET. Anybody else is led to sign in, and back
 * to the same link. What it looks up may count against the person, so a handler asks {@link isFromElsewhere} first.
 */
export const personLink =
  (handle: (call: { ctx: RequestContext; person: Person; request: Request }) => Promise<Next | Response>) =>
  async (request: Request): Promise<Response> => {
    try {
      const ctx = requestContext(request);
      const next = decideNextStep(await findPerson(ctx, request.headers), ctx.now);
      const { pathname, search } = new URL(request.url);
      if (next.step !== 'none') return seeOther({ path: pathOfStep(next, safePath(pathname + search)) });
      const answer = await handle({ ctx: actingAs(ctx, next.person), person: next.person, request });
      return answer instanceof Response ? answer : seeOther(answer);
    } catch (error) {
      return failurePage(error);
    }
  };

/** Did a page of another site lead here, rather than our own, a bookmark, a mail program or a camera? */
export const isFromElsewhere = (headers: { get(name: string): string | null }): boolean =>
  /^(cross-site|same-site)$/.test(headers.get('sec-fetch-site') ?? '');

/**
 * Did a page of ours send this? Browsers say so in Sec-Fetch-Site; Origin must agree where it is told. (With
 * `Referrer-Policy: no-referrer`, as on pages with codes, a form's Origin is `null`: Fetch §3.2.5.)
 */
export function isSameOrigin(headers: { get(name: string): string | null }): boolean {
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  if (origin !== null && origin !== 'null' && origin !== env().publicUrl) return false;
  return site === null ? origin === env().publicUrl : site === 'same-origin';
}

function seeOther(next: Next): Response {
  const headers = new Headers({ location: next.path, 'cache-control': 'no-store' });
  for (const cookie of next.cookies ?? []) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

const crossOrigin = () =>
  plainPage(
    403,
    'This form came from another site',
    'Nothing was changed. Open this server’s own page and try again.',
  );
const unreadable = (status: number) =>
  plainPage(
    status,
    'This form could not be read',
    'Nothing was changed. Go back, load the page again, and retry.',
  );

function failurePage(error: unknown): Response {
  if (error instanceof Forbidden) return forAdministrators();
  if (error instanceof OAuthError && error.code === 'too_many_requests')
    return plainPage(429, 'Too many tries', 'Wait a few minutes, then try again.', error.retryAfterSeconds);
  if (error instanceof OAuthError && error.code === 'payload_too_large') return tooLarge();
  if (error instanceof OAuthError) return unreadable(error.status);
  if (isStorageUnavailable(error))
    return plainPage(
      503,
      'Please try again in a moment',
      'The server cannot reach its storage. Nothing was changed.',
      2,
    );
  logger().error({ err: error }, 'unexpected failure in a form');
  return plainPage(
    500,
    'Something went wrong on our side',
    'Nothing more is known here. Try again, or ask whoever runs this server.',
  );
}
