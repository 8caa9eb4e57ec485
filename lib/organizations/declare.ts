import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { type Policy, policySince } from '@/lib/organizations/rules';
import {
  changeOrganization,
  createOrganization,
  findOrganizationsToSettle,
  type OrganizationRow,
} from '@/lib/organizations/store';

export type DeclaredOrganization = Policy & { slug: string; name: string };

const fields = ['name', 'managedByFile', 'secondFactor', 'secondFactorGraceDays'] as const;

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
    const changes = changesBetween(fields, before, wanted);
    if (Object.keys(changes).length === 0) return;
    const id = before?.id ?? (await createOrganization(db, ctx.now, wanted));
    if (before) await changeOrganization(db, id, wanted);
    ids.set(wanted.slug, id);
    const what = before ? 'changed' : 'created';
    done.push(what);
    const target = { type: 'organization', id };
    await recordAudit(db, ctx, {
      action: `organization.${what}`,
      organizationId: id,
      target,
      detail: { slug: wanted.slug, changes },
    });
  };

  for (const { slug, name, ...policy } of declared) {
    const before = known.find((row) => row.slug === slug) ?? null;
    await settle(before, { slug, name, managedByFile: true, ...policySince(before, policy, ctx.now) });
  }
  const dropped = known.filter(({ slug }) => !declared.some((one) => one.slug === slug));
  for (const row of dropped) await settle(row, { ...row, managedByFile: false });
  return { ids, done };
}
