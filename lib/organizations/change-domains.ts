import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { inTransaction } from '@/lib/db/transaction';
import type { Change } from '@/lib/organizations/create';
import {
  addEmailDomains,
  deleteEmailDomains,
  findEmailDomains,
  findForeignDomains,
} from '@/lib/organizations/issuer-store';
import { lockOrganization } from '@/lib/organizations/store';

/** Undoes what was done so far. */
class Taken extends Error {}

/**
 * A platform admin says whose e-mail addresses belong to an organization: whoever proves such an address joins it. For
 * platform admins alone, since it decides about people of the whole server (docs/decisions/015). `taken`: another
 * organization has one of them.
 */
export const changeEmailDomains = adminVerb(
  'organizations:create',
  async (ctx, within, slug: string, wanted: string[]): Promise<Change | 'taken'> => {
    const domains = [...new Set(wanted)].sort();
    const change = inTransaction(async (db): Promise<Change> => {
      const before = await lockOrganization(db, within, slug);
      if (!before) return 'unknown';
      if (before.managedByFile) return 'managed_by_file';
      const had = await findEmailDomains(db, before.id);
      const changes = changesBetween(['emailDomains'], { emailDomains: had }, { emailDomains: domains });
      if (Object.keys(changes).length === 0) return 'unchanged';
      await deleteEmailDomains(db, before.id, domains);
      await addEmailDomains(db, before.id, domains);
      if ((await findForeignDomains(db, before.id, domains)).length > 0) throw new Taken();
      await recordAudit(db, ctx, {
        action: 'organization.changed',
        organizationId: before.id,
        target: { type: 'organization', id: before.id },
        detail: { slug, changes },
      });
      return 'changed';
    });
    return change.catch((error: unknown) => {
      if (error instanceof Taken) return 'taken' as const;
      throw error;
    });
  },
);
