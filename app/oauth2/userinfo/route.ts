import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';
import { requireAccessToken } from '@/lib/tokens/bearer';
import { userinfo } from '@/lib/tokens/userinfo';

/** UserInfo endpoint: OpenID Connect Core §5.3, GET and POST alike. */
const answer = getEndpoint(async ({ ctx, request }) => userinfo(await requireAccessToken(ctx, request)));

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: answer, POST: answer });
