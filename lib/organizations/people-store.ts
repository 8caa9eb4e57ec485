import { runStatement } from '@/lib/db/pool';
import { sessionIsLive } from '@/lib/sessions/live';

/** With whom a person has signed in: never another organization's issuer. */
export type Identity = { provider: string; accountId: string; createdAt: string };

/** Somebody who belongs to an organization, as the programs of its administrators see them. */
export type PersonOf = {
  id: string;
  email: string;
  isPlatformAdmin: boolean;
  createdAt: Date;
  identities: Identity[];
};

const columns = `u.id, u.email, u.role = 'admin' AS "isPlatformAdmin", u.created_at AS "createdAt",
       COALESCE((SELECT json_agg(json_build_object('provider', a.provider, 'accountId', a.provider_account_id,
                                   'createdAt', a.created_at) ORDER BY a.created_at, a.provider)
                   FROM accounts a WHERE a.user_id = u.id AND (NOT starts_with(a.provider, 'org-') OR a.provider = $2)), '[]') AS identities`;

/** An organization, and the id by which its own issuer is known. */
type Of = { organizationId: string; issuerId: string };

const usesClient = (service: string): string => `EXISTS (
   SELECT FROM sessions s JOIN clients c ON c.id = s.client_id
    WHERE s.user_id = m.user_id AND s.organization_id = m.organization_id AND COALESCE(c.service, c.id) = ${service})`;

/** The newest first: people's ids are made in the order of time (RFC 9562 §5.7), and the key of memberships keeps that order. */
export const findPeopleOf = (
  { organizationId, issuerId }: Of,
  service: string | null,
  { most, skip }: { most: number; skip: number },
): Promise<PersonOf[]> =>
  runStatement<PersonOf>(
    'find_people_of',
    `SELECT ${columns} FROM memberships m JOIN users u ON u.id = m.user_id
      WHERE m.organization_id = $1 AND ($3::text IS NULL OR ${usesClient('$3')})
      ORDER BY m.user_id DESC LIMIT $4 OFFSET $5`,
    [organizationId, issuerId, service, most, skip],
  );

export async function countPeopleOf(organizationId: string, service: string | null): Promise<number> {
  const [row] = await runStatement<{ count: number }>(
    'count_people_of',
    `SELECT count(*)::int AS count FROM memberships m WHERE m.organization_id = $1 AND ($2::text IS NULL OR ${usesClient('$2')})`,
    [organizationId, service],
  );
  return row!.count;
}

/** Is that what some client is called by AuthOS's programs? */
export const isService = async (service: string): Promise<boolean> =>
  (
    await runStatement('is_service', 'SELECT id FROM clients WHERE COALESCE(service, id) = $1 LIMIT 1', [
      service,
    ])
  ).length > 0;

/** A device that they signed in for the organization, live or not. */
export type LatestSignIn = { id: string; clientId: string; amr: string[]; createdAt: Date };

export async function findPersonOf(
  now: Date,
  { organizationId, issuerId }: Of,
  userId: string,
): Promise<(PersonOf & { liveSessions: number }) | null> {
  const rows = await runStatement<PersonOf & { liveSessions: number }>(
    'find_person_of',
    `SELECT ${columns},
            (SELECT count(*)::int FROM sessions s WHERE s.user_id = u.id AND s.organization_id = $1 AND ${sessionIsLive('$4')}) AS "liveSessions"
       FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.organization_id = $1 AND m.user_id = $3`,
    [organizationId, issuerId, userId, now],
  );
  return rows[0] ?? null;
}

export const findLatestSignIns = (
  organizationId: string,
  userId: string,
  most: number,
): Promise<LatestSignIn[]> =>
  runStatement<LatestSignIn>(
    'find_latest_sign_ins',
    `SELECT s.id, s.client_id AS "clientId", s.amr, s.created_at AS "createdAt" FROM sessions s
      WHERE s.user_id = $1 AND s.organization_id = $2 ORDER BY s.created_at DESC, s.id DESC LIMIT $3`,
    [userId, organizationId, most],
  );
