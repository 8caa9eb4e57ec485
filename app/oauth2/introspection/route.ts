import { authenticateCaller } from '@/lib/clients/caller';
import { endpoint, TextAnswer } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';
import { readIntrospectionRequest } from '@/lib/oauth/requests';
import { introspectToken, signIntrospection } from '@/lib/tokens/introspect';

const signed = 'application/token-introspection+jwt';

/** Introspection endpoint: RFC 7662 §2; signed when asked for, RFC 9701 §4. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint(async ({ ctx, parameters, request }) => {
    const caller = await authenticateCaller(ctx, request, parameters);
    const introspection = await introspectToken(ctx, caller, readIntrospectionRequest(parameters).token);
    if (!request.headers.get('accept')?.toLowerCase().includes(signed)) return introspection;
    return new TextAnswer(await signIntrospection(ctx, caller, introspection), signed);
  }),
});
