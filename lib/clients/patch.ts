import { changesBetween } from '@/lib/audit/changes';
import { adminVerb } from '@/lib/authority/verb';
import { updateProfile } from '@/lib/clients/admin-store';
import { changeOwn } from '@/lib/clients/own-change';
import { type ClientProfile, clientProfile, profileFields } from '@/lib/clients/profile';

/** Change some of a client's profile, as it is then: of two who change different members at once neither undoes the other. */
export const patchClient = adminVerb(
  'clients:write',
  (ctx, _within, id: string, patch: Partial<ClientProfile>) =>
    changeOwn(ctx, id, async (db, before) => {
      const kept = Object.fromEntries(profileFields.map((field) => [field, before[field]]));
      const wanted = clientProfile.parse({ ...kept, ...patch });
      const changes = changesBetween(profileFields, before, wanted);
      if (Object.keys(changes).length === 0) return { outcome: 'unchanged' as const, audit: null };
      await updateProfile(db, id, wanted);
      return { outcome: 'changed' as const, audit: { action: 'client.changed', detail: { changes } } };
    }),
);
