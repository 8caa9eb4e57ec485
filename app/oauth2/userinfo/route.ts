import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';
import { answerUserinfo } from '@/lib/tokens/userinfo';

/** UserInfo endpoint: OpenID Connect Core §5.3, GET and POST alike; with a person’s API key too. */
const answer = getEndpoint(async ({ ctx, request }) => answerUserinfo(ctx, request));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: answer, POST: answer });
