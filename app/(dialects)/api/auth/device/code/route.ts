import { clientEndpoint } from '@/lib/clients/endpoint';
import { betterAuthManners, isBetterAuth, startBetterAuthDevice } from '@/lib/dialects/better-auth';
import { authenticateOrOpenSkill, startOpenSkillDevice } from '@/lib/dialects/openskill';
import { methods } from '@/lib/oauth/methods';

/** OpenSkill's, and with a client_id better-auth's. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(
    (call) => (isBetterAuth(call) ? startBetterAuthDevice(call) : startOpenSkillDevice(call)),
    { authenticate: authenticateOrOpenSkill, manners: betterAuthManners },
  ),
});
