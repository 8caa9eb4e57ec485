import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { changeOrganization, insertOrganization, lockOrganization } from '@/lib/organizations/store';

/** A platform admin makes an organization; nobody belongs to it yet. */
export const createOrganization = adminVerb(
  'organizations:create',
  (ctx, _within, { slug, name }: { slug: string; name: string }): Promise<'created' | 'taken'> =>
    inTransaction(async (db) => {
      const id = await insertOrganization(db, ctx.now, { slug, name });
      if (!id) return 'taken';
      await recordAudit(db, ctx, {
        action: 'organization.created',
        organizationId: id,
        target: { type: 'organization', id },
        detail: { slug, changes: { name: { from: null, to: name } } },
      });
      return 'created';
    }),
);

export type Change = 'changed' | 'unchanged' | 'managed_by_file' | 'unknown';

/** What people call it; its slug stays, since tokens and addresses carry it. */
export const renameOrganization = adminVerb(
  'organizations:write',
  (ctx, within, slug: string, name: string): Promise<Change> =>
    inTransaction(async (db) => {
      const before = await lockOrganization(db, within, slug);
      if (!before) return 'unknown';
      if (before.managedByFile) return 'managed_by_file';
      const changes = changesBetween(['name'], before, { name });
      if (Object.keys(changes).length === 0) return 'unchanged';
      await changeOrganization(db, before.id, { name });
      await recordAudit(db, ctx, {
        action: 'organization.changed',
        organizationId: before.id,
        target: { type: 'organization', id: before.id },
        detail: { slug, changes },
      });
      return 'changed';
    }),
);

/**
 * A platform admin switches an organization off or on again. While it is off its sessions, its API keys and the authority
 * of its owners and admins do not count (sessions/live.ts); they count again when it is on. Everybody belongs to the
 * default organization, which stays on.
 */
export const switchOrganization = adminVerb(
  'organizations:create',
  (ctx, within, slug: string, to: 'disabled' | 'enabled'): Promise<Change | 'default'> =>
    inTransaction(async (db) => {
      const before = await lockOrganization(db, within, slug);
      if (!before) return 'unknown';
      if (before.managedByFile) return 'managed_by_file';
      if (slug === defaultOrganizationSlug) return 'default';
      if ((before.disabledAt !== null) === (to === 'disabled')) return 'unchanged';
      await changeOrganization(db, before.id, { disabledAt: to === 'disabled' ? ctx.now : null });
      await recordAudit(db, ctx, {
        action: `organization.${to}`,
        organizationId: before.id,
        target: { type: 'organization', id: before.id },
        detail: { slug },
      });
      return 'changed';
    }),
);
