import { clientProfile } from '@/lib/clients/profile';

/** The client of our own CLI, which every installation has. */
export const ownClient = {
  id: 'doorcode-cli',
  ...clientProfile.parse({ name: 'Doorcode CLI', publisher: 'Doorcode', firstParty: true }),
};
