import { describePerson, type ListedPerson, listPeople } from '@/lib/accounts/list';
import { requireAdministrator } from '@/lib/authority/administrator';
import { findPlace, readListRequest, writeList } from '@/lib/dialects/workos-lists';
import { noSuch, readId, unusable } from '@/lib/dialects/workos-manners';
import { writeWorkOsSession, writeWorkOsUser } from '@/lib/dialects/workos-objects';
import type { Call } from '@/lib/oauth/endpoint';
import { segmentOf } from '@/lib/oauth/path';
import { describeSession } from '@/lib/sessions/describe';
import { endSessionAndDescribe } from '@/lib/sessions/end';
import { listSessions } from '@/lib/sessions/list-all';
import { readWanted } from '@/lib/sessions/wanted';

/** WorkOS's management calls: people and their sessions, with an API key or the token of an administrator. */

type Asked = Pick<Call, 'ctx' | 'request'>;

const writePerson = (person: Omit<ListedPerson, 'hasSecondFactor'>) =>
  writeWorkOsUser({ ...person, emailVerified: person.emailVerified !== null });

export async function getWorkOsUser({ ctx, request }: Asked) {
  const acting = await requireAdministrator(ctx, request, describePerson.permission);
  const named = segmentOf(request, 3);
  const id = readId(named);
  const person = id && (await describePerson(acting, id));
  if (!person) throw noSuch('user', named);
  return writePerson(person);
}

export async function listWorkOsUsers({ ctx, request }: Asked) {
  const acting = await requireAdministrator(ctx, request, listPeople.permission);
  const asked = readListRequest(request);
  const { parameters, limit: size, newestFirst } = asked;
  const cursor = await findPlace(asked, (id) => describePerson(acting, id));
  const organization = parameters.get('organization_id');
  const organizationId = organization === undefined ? null : readId(organization);
  // What is no id is that of no organization, and nobody belongs to it.
  if (organization !== undefined && !organizationId) return writeList([], null, null);
  const email = parameters.get('email')?.trim().toLowerCase() ?? null;
  const wanted = { email, organizationId, cursor, size, newestFirst };
  const { people, before, after } = await listPeople(acting, '', wanted);
  return writeList(people.map(writePerson), before, after);
}

export async function listWorkOsSessions({ ctx, request }: Asked) {
  const acting = await requireAdministrator(ctx, request, listSessions.permission);
  const named = segmentOf(request, 3);
  const userId = readId(named);
  if (!userId) throw noSuch('user', named);
  const asked = readListRequest(request);
  const cursor = await findPlace(asked, async (id) => {
    const session = await describeSession(acting, id);
    return session?.userId === userId ? session : null;
  });
  const order = asked.newestFirst ? 'descending' : 'ascending';
  const { wanted } = readWanted({ user: userId, state: 'all', sort: 'created', order }, ctx.now);
  const page = await listSessions(acting, wanted, cursor, { size: asked.limit, isFull: true });
  if (page.meant.people?.found.length === 0) throw noSuch('user', named);
  return writeList(page.sessions.map(writeWorkOsSession), page.before, page.after);
}

/** One that has ended already is answered as it is. */
export async function revokeWorkOsSession({ ctx, request, parameters }: Call) {
  const acting = await requireAdministrator(ctx, request, endSessionAndDescribe.permission);
  const named = parameters.get('session_id');
  if (named === undefined) throw unusable('session_id', 'is required');
  const id = readId(named);
  const session = id && (await endSessionAndDescribe(acting, id));
  if (!session) throw noSuch('session', named);
  return writeWorkOsSession(session);
}
