import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import {
  changeOrganization,
  createOrganization,
  findOrganizationsToSettle,
  type OrganizationRow,
} from '@/lib/organizations/store';

export type DeclaredOrganization = { slug: string; name: string };

/**
 * Make the organizations as CLIENTS_FILE declares them. One that it declares no more is only released: people belong
 * to it. Returns the id of each by its slug, and what happened.
 */
export async function declareOrganizations(db: Db, ctx: RequestContext, declared: DeclaredOrganization[]) {
  const known = await findOrganizationsToSettle(
    db,
    declared.map(({ slug }) => slug),
  );
  const ids = new Map(known.map(({ slug, id }) => [slug, id]));
  const done: ('created' | 'changed')[] = [];

  const settle = async (before: OrganizationRow | null, wanted: Omit<OrganizationRow, 'id'>) => {
    const changes = changesBetween(['name', 'managedByFile'], before, wanted);
    if (Object.keys(changes).length === 0) return;
    const id = before?.id ?? (await createOrganization(db, ctx.now, wanted));
    if (before) await changeOrganization(db, id, { name: wanted.name, managedByFile: wanted.managedByFile });
    ids.set(wanted.slug, id);
    const what = before ? 'changed' : 'created';
    done.push(what);
    const target = { type: 'organization', id };
    await recordAudit(db, ctx, {
      action: `organization.${what}`,
      target,
      detail: { slug: wanted.slug, changes },
    });
  };

  for (const { slug, name } of declared)
    await settle(known.find((row) => row.slug === slug) ?? null, { slug, name, managedByFile: true });
  const dropped = known.filter(({ slug }) => !declared.some((one) => one.slug === slug));
  for (const row of dropped) await settle(row, { ...row, managedByFile: false });
  return { ids, done };
}
