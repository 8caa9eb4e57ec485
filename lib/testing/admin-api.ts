import { newId } from '@/lib/crypto';
import type { Scene } from '@/lib/testing/admin-verbs';
import { start } from '@/lib/testing/factories';

type Example = { path?: Record<string, string>; query?: string; body?: unknown };

const user = ({ userId }: Scene): Example => ({ path: { id: userId } });
const session = ({ sessionId }: Scene): Example => ({ path: { id: sessionId } });
const organization = ({ organization: { slug } }: Scene): Example => ({ path: { slug } });
const member = ({ organization: { slug }, userId }: Scene): Example => ({ path: { slug, user_id: userId } });
const client = ({ clientId }: Scene): Example => ({ path: { client_id: clientId } });
const all = (): Example => ({});

/** A call of every operation of the admin API upon what is in the scene, by its id. One that is missing fails the test. */
export const examples: Record<string, (scene: Scene) => Example> = {
  listUsers: all,
  ...{ getUser: user, disableUser: user, enableUser: user, signOutUser: user },
  listSessions: () => ({ query: '?state=all' }),
  ...{ getSession: session, revokeSession: session },
  listOrganizations: all,
  createOrganization: () => ({ body: { slug: newId(start), name: 'New' } }),
  getOrganization: organization,
  changeOrganization: (scene) => ({
    ...organization(scene),
    body: { name: 'Renamed', second_factor: 'required', session_lifetime_seconds: 3_600 },
  }),
  ...{ disableOrganization: organization, enableOrganization: organization },
  listMembers: organization,
  setMemberRole: (scene) => ({ ...member(scene), body: { role: 'member' } }),
  removeMember: member,
  invite: (scene) => ({
    ...organization(scene),
    body: { email: `invited-${newId(start)}@example.com`, role: 'member' },
  }),
  listClients: all,
  createClient: () => ({ body: { client_id: newId(start), name: 'New', is_confidential: true } }),
  getClient: client,
  changeClient: (scene) => ({
    ...client(scene),
    body: { name: 'Changed', access_token_lifetime_seconds: 60 },
  }),
  ...{ disableClient: client, enableClient: client },
  listAuditEvents: all,
};
