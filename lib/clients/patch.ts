import { adminVerb } from '@/lib/authority/verb';
import { changeOwn, changeProfile } from '@/lib/clients/own-change';
import { type ClientProfile, clientProfile, profileFields } from '@/lib/clients/profile';

/** Change some of a client's profile, as it is then: of two who change different members at once neither undoes the other. */
export const patchClient = adminVerb(
  'clients:write',
  (ctx, _within, id: string, patch: Partial<ClientProfile>) =>
    changeOwn(ctx, id, (db, before) => {
      const kept = Object.fromEntries(profileFields.map((field) => [field, before[field]]));
      return changeProfile(db, ctx, before, clientProfile.parse({ ...kept, ...patch }));
    }),
);
