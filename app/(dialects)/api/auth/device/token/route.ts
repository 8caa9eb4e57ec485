import { clientEndpoint } from '@/lib/clients/endpoint';
import { authenticateOrOpenSkill, redeemOpenSkillCode } from '@/lib/dialects/openskill';
import { methods } from '@/lib/oauth/methods';

/** OpenSkill's, and with a client_id better-auth's. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: clientEndpoint(redeemOpenSkillCode, { authenticate: authenticateOrOpenSkill }),
});
