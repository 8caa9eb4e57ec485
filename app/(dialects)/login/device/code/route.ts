import { clientEndpoint } from '@/lib/clients/endpoint';
import { gitHubManners, gitHubOptions, startGitHubDevice } from '@/lib/dialects/github';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: clientEndpoint(startGitHubDevice, gitHubOptions),
  },
  gitHubManners,
);
