import { clientEndpoint } from '@/lib/clients/endpoint';
import { answerGitHubTokens, gitHubManners, gitHubOptions } from '@/lib/dialects/github';
import { methods } from '@/lib/oauth/methods';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods(
  {
    POST: clientEndpoint(answerGitHubTokens, gitHubOptions),
  },
  gitHubManners,
);
