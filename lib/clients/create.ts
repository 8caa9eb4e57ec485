import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { insertClient } from '@/lib/clients/admin-store';
import { type ClientProfile, profileFields } from '@/lib/clients/profile';
import { keepNewSecret } from '@/lib/clients/secrets';
import { inTransaction } from '@/lib/db/transaction';

export type NewClient = { id: string; profile: ClientProfile; isConfidential: boolean };

/** With its first secret, where it is to have one: told this once. `taken`: another client has that id. */
export type Created = { outcome: 'created'; secret: string | null } | { outcome: 'taken' };

/** An administrator adds a client. Of two that choose one id at once, one gets it. */
export const createClient = adminVerb(
  'clients:write',
  (ctx, _within, { id, profile, isConfidential }: NewClient): Promise<Created> =>
    inTransaction(async (db) => {
      if (!(await insertClient(db, ctx.now, { id, profile }))) return { outcome: 'taken' };
      const secret = isConfidential ? await keepNewSecret(db, ctx, id, null) : null;
      await recordAudit(db, ctx, {
        action: 'client.created',
        clientId: id,
        target: { type: 'client', id },
        detail: {
          changes: changesBetween(profileFields, null, profile),
          secretsAdded: isConfidential ? 1 : 0,
        },
      });
      return { outcome: 'created', secret };
    }),
);
