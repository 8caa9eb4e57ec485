import { requireAdministrator } from '@/lib/authority/administrator';
import { sha256 } from '@/lib/crypto';
import { wayOnWire } from '@/lib/dialects/authos-ways';
import { isClean } from '@/lib/oauth/body';
import type { Call } from '@/lib/oauth/endpoint';
import { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';
import {
  describePersonOf,
  endSessionsOfPersonOf,
  type LatestSignIn,
  listPeopleOf,
  type PersonOf,
} from '@/lib/organizations/people';

/** AuthOS's calls for the administrators of an organization, by an API key or the token of a device that is theirs. */

type Asked = Pick<Call, 'ctx' | 'request'>;

const mostPerPage = 100;

export async function listAuthOsUsers({ ctx: anybody, request }: Asked) {
  const ctx = await requireAdministrator(anybody, request, listPeopleOf.permission);
  const { org } = readPath(request);
  const { searchParams } = new URL(request.url);
  const page = Math.max(1, readCount(searchParams, 'page') ?? 1);
  const limit = Math.min(mostPerPage, Math.max(1, readCount(searchParams, 'limit') ?? 50));
  const service = searchParams.get('service_slug') || null;
  if (service !== null && !isClean(service)) throw notFound('service');
  const found = await listPeopleOf(ctx, org, { page, most: limit, service });
  if (!found) throw notFound('organization or service');
  return { users: found.people.map(writePerson), total: found.total, page, limit };
}

export async function describeAuthOsUser({ ctx: anybody, request }: Asked) {
  const ctx = await requireAdministrator(anybody, request, describePersonOf.permission);
  const { org, id } = readPath(request);
  const found = isId(id) ? await describePersonOf(ctx, org, id) : null;
  if (!found) throw notFound('user');
  return {
    ...writePerson(found),
    session_count: found.liveSessions,
    recent_logins: found.latestSignIns.map((one) => writeSignIn(found.id, one)),
  };
}

export async function endAuthOsSessions({ ctx: anybody, request }: Asked) {
  const ctx = await requireAdministrator(anybody, request, endSessionsOfPersonOf.permission);
  const { org, id } = readPath(request);
  const revoked = isId(id) ? await endSessionsOfPersonOf(ctx, org, id) : null;
  if (revoked === null) throw notFound('user');
  return { message: 'Sessions revoked.', revoked_count: revoked };
}

/** `/api/organizations/{org}/users/{id}/…`. A slug and an id hold nothing that is encoded in a path. */
function readPath(request: HttpRequest): { org: string; id: string } {
  const [, , , org = '', , id = ''] = new URL(request.url).pathname.split('/');
  return { org, id };
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function readCount(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (text === null) return null;
  if (!/^\d{1,9}$/.test(text)) throw new OAuthError('invalid_request', `${name} must be a number.`);
  return Number(text);
}

/** There are no plans here, and so nobody has a subscription. */
const writePerson = ({ id, email, isPlatformAdmin, createdAt, identities }: PersonOf) => ({
  user: { id, email, is_platform_owner: isPlatformAdmin, created_at: createdAt.toISOString() },
  subscriptions: [],
  identities: identities.map((one) => ({
    provider: wayOnWire(one.provider),
    provider_user_id: one.accountId,
    created_at: new Date(one.createdAt).toISOString(),
  })),
});

/** Of the sign-in, not of its session: whoever knows a session's id can end it (docs/decisions/019-workos-logout-is-a-get.md). */
const signInId = (sessionId: string): string =>
  sha256(`sign-in ${sessionId}`)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const writeSignIn = (userId: string, { id, clientId, amr, createdAt }: LatestSignIn) => ({
  ...{
    id: signInId(id),
    user_id: userId,
    service_id: clientId,
    provider: wayOf(amr),
    created_at: createdAt.toISOString(),
  },
});

/** Of an issuer that somebody chose here it is known only that it was one (login/acr.ts, `amrOfProvider`). */
const wayOf = (amr: readonly string[]): string =>
  ['github', 'google', 'microsoft', 'fed', 'email']
    .find((one) => amr.includes(one))
    ?.replace('fed', 'federated') ?? 'passkey';

const notFound = (what: string) => new OAuthError('not_found', `There is no such ${what}.`);
