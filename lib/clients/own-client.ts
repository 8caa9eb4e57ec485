import { presetProfile } from '@/lib/clients/presets';
import { clientProfile } from '@/lib/clients/profile';

/** The client of our own CLI. */
export const ownClient = {
  id: 'doorcode-cli',
  ...clientProfile.parse({ name: 'Doorcode CLI', publisher: 'Doorcode', firstParty: true }),
};

/** Of OpenSkill's programs, which do not say who they are. */
export const openSkillClient = {
  id: 'openskill',
  ...{ ...presetProfile('openskill'), name: 'OpenSkill CLI', publisher: 'OpenSkill' },
};

/** Of AuthOS's sign-in for administrators of the whole server, which is nobody's service there. */
export const administratorsClient = {
  id: 'platform-admin-cli',
  ...{ ...presetProfile('authos'), name: 'Administrators’ CLI', firstParty: true, administratorsOnly: true },
};

/** Every installation has them. Each can be changed, and disabled, like any other. */
export const ownClients = [ownClient, openSkillClient, administratorsClient];
