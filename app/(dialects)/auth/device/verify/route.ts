import { isActivationOrigin } from '@/lib/clients/origins';
import { authOsManners } from '@/lib/dialects/authos';
import { answerVerification } from '@/lib/dialects/authos-device';
import { crossOriginPost } from '@/lib/oauth/cors';
import { endpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** The one address here that pages of other sites may call: the activation pages of our clients. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = crossOriginPost(
  methods({ POST: endpoint(answerVerification, { manners: authOsManners }) }, authOsManners),
  isActivationOrigin,
  authOsManners,
);
