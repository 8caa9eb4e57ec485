import type { Within } from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { type From, isBackwards } from '@/lib/organizations/paging';
import type { OrganizationRow } from '@/lib/organizations/store';

/** An organization in the list of an administrator; of its API keys those that count, never what they are. */
export type ListedOrganization = OrganizationRow & {
  disabledAt: Date | null;
  people: number;
  emailDomains: string[];
  /** Where its people sign in. */
  issuer: { issuer: string; name: string; trustedAmr: string[]; trustedAcr: string[] } | null;
  apiKeys: {
    id: string;
    name: string;
    scopes: string[];
    managedByFile: boolean;
    lastUsedAt: Date | null;
    createdById: string | null;
  }[];
};

const listed = (now: Date) => ({
  _count: { select: { memberships: true } },
  emailDomains: { select: { domain: true }, orderBy: { domain: 'asc' as const } },
  issuer: { select: { issuer: true, name: true, trustedAmr: true, trustedAcr: true } },
  apiKeys: {
    where: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] },
    select: { id: true, name: true, scopes: true, managedByFile: true, lastUsedAt: true, createdById: true },
    orderBy: { name: 'asc' as const },
  },
});

const listedRow = <Row extends { _count: { memberships: number }; emailDomains: { domain: string }[] }>({
  _count,
  emailDomains,
  ...row
}: Row) => ({
  ...row,
  people: _count.memberships,
  emailDomains: emailDomains.map(({ domain }) => domain),
});

/** Those that hold the text, from one of them on: by slug. */
export type Search = From & { text: string };

/** Ids of organizations by name, in whatever case: of those whose name or slug holds the text. */
async function findIds(within: Within, search: Search, most: number): Promise<string[]> {
  const { text, after, before } = search;
  const [compare, order] = isBackwards(search) ? ['<', 'DESC'] : ['>', 'ASC'];
  const rows = await runStatement<{ id: string }>(
    `find_organization_ids_${order}`,
    `SELECT o.id FROM organizations o
      WHERE ($1::uuid[] IS NULL OR o.id = ANY($1::uuid[]))
        AND (strpos(lower(o.name), lower($2)) > 0 OR strpos(o.slug, lower($2)) > 0)
        AND ($3::text IS NULL OR (lower(o.name), o.slug) ${compare} (SELECT lower(c.name), c.slug FROM organizations c
              WHERE c.slug = $3 AND ($1::uuid[] IS NULL OR c.id = ANY($1::uuid[]))))
      ORDER BY lower(o.name) ${order}, o.slug ${order} LIMIT $4`,
    [within, text, after ?? before ?? null, most],
  );
  return rows.map(({ id }) => id);
}

export async function findOrganizations(
  ctx: RequestContext,
  within: Within,
  search: Search,
  most: number,
): Promise<ListedOrganization[]> {
  const ids = await findIds(within, search, most);
  const rows = await prisma().organization.findMany({
    where: { id: { in: ids } },
    include: listed(ctx.now),
  });
  return ids.flatMap((id) => rows.filter((row) => row.id === id)).map(listedRow);
}

/** One of them, and how many of its people have no second factor of ours; who is disabled does not matter. */
export async function findOrganization(
  ctx: RequestContext,
  within: Within,
  slug: string,
): Promise<
  | (ListedOrganization & {
      createdAt: Date;
      peopleWithout: number;
      /** Of its ceiling: what no client may ask for, so perhaps it is mistyped. */
      scopesOfNoClient: string[];
    })
  | null
> {
  const row = await prisma().organization.findFirst({
    where: { AND: [{ slug }, within ? { id: { in: [...within] } } : {}] },
    include: listed(ctx.now),
  });
  if (!row) return null;
  const peopleWithout = await prisma().membership.count({
    where: {
      organizationId: row.id,
      user: { disabledAt: null, authenticator: null, passkeys: { none: {} } },
    },
  });
  const scopesOfNoClient = await findScopesOfNoClient(row.scopeCeiling);
  return { ...listedRow(row), createdAt: row.createdAt, peopleWithout, scopesOfNoClient };
}

/** Clients are few, and hold a handful of scopes each. */
async function findScopesOfNoClient(scopes: string[]): Promise<string[]> {
  if (scopes.length === 0) return [];
  const rows = await runStatement<{ scope: string }>(
    'find_scopes_of_no_client',
    `SELECT w.scope FROM unnest($1::text[]) WITH ORDINALITY w(scope, place)
      WHERE NOT EXISTS (SELECT FROM clients c WHERE w.scope = ANY (c.scopes)) ORDER BY w.place`,
    [scopes],
  );
  return rows.map(({ scope }) => scope);
}
