import type { Scene } from '@/lib/testing/admin-verbs';

type Example = { path?: Record<string, string>; body?: unknown };

/** A call of every operation of the admin API upon what is in the scene, by its id. One that is missing fails the test. */
export const examples: Record<string, (scene: Scene) => Example> = {
  listUsers: () => ({}),
  getUser: ({ userId }) => ({ path: { id: userId } }),
  getSession: ({ sessionId }) => ({ path: { id: sessionId } }),
  revokeSession: ({ sessionId }) => ({ path: { id: sessionId } }),
  listOrganizations: () => ({}),
  getOrganization: ({ organization }) => ({ path: { slug: organization.slug } }),
  listClients: () => ({}),
  getClient: ({ clientId }) => ({ path: { client_id: clientId } }),
};
