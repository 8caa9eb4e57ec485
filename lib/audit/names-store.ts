import type { Within } from '@/lib/authority/rules';
import { runStatement } from '@/lib/db/pool';

/** What a name is looked up of. */
export type Named = { kind: 'person' | 'client' | 'organization' | 'api_key' | 'webhook'; id: string };

export type Name = Named & {
  /** Null where whoever asks may not see it: it lies beyond their organizations. */
  name: string | null;
  /** Of an organization: what its page is found by. */
  slug: string | null;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The names of what is still there; who is gone is not among them. */
export async function findNames(within: Within, wanted: readonly Named[]): Promise<Name[]> {
  const ids = (kind: Named['kind']) => [
    ...new Set(
      wanted
        .filter((one) => one.kind === kind && (kind === 'client' || uuid.test(one.id)))
        .map(({ id }) => id),
    ),
  ];
  return runStatement<Name>(
    'find_audit_names',
    `SELECT 'person' AS kind, u.id::text, NULL AS slug,
            CASE WHEN $1::uuid[] IS NULL OR EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ANY($1))
                 THEN u.email END AS name
       FROM users u WHERE u.id = ANY($2::uuid[])
     UNION ALL SELECT 'client', c.id, NULL, c.name FROM clients c WHERE c.id = ANY($3::text[])
     UNION ALL SELECT 'organization', o.id::text, o.slug, o.name FROM organizations o
                WHERE o.id = ANY($4::uuid[]) AND ($1::uuid[] IS NULL OR o.id = ANY($1))
     UNION ALL SELECT 'api_key', k.id::text, NULL,
                      CASE WHEN $1::uuid[] IS NULL OR k.organization_id = ANY($1) THEN k.name END
                 FROM api_keys k WHERE k.id = ANY($5::uuid[])
     UNION ALL SELECT 'webhook', w.id::text, NULL, CASE WHEN $1::uuid[] IS NULL THEN w.url END
                 FROM webhook_endpoints w WHERE w.id = ANY($6::uuid[])`,
    [within, ids('person'), ids('client'), ids('organization'), ids('api_key'), ids('webhook')],
  );
}

/** Whose address this is: for looking for their events. */
export async function findIdOfEmail(within: Within, email: string): Promise<string | null> {
  const rows = await runStatement<{ id: string }>(
    'find_audit_person',
    `SELECT id FROM users u WHERE email = $2 AND ($1::uuid[] IS NULL OR EXISTS (
       SELECT FROM memberships m WHERE m.user_id = u.id AND m.organization_id = ANY($1)))`,
    [within, email],
  );
  return rows[0]?.id ?? null;
}

/** The id of what somebody calls an organization: its slug. */
export async function findIdOfSlug(within: Within, slug: string): Promise<string | null> {
  const rows = await runStatement<{ id: string }>(
    'find_audit_organization',
    'SELECT id FROM organizations WHERE slug = $2 AND ($1::uuid[] IS NULL OR id = ANY($1))',
    [within, slug],
  );
  return rows[0]?.id ?? null;
}
