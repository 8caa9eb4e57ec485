import { authenticateClient } from '@/lib/clients/authenticate';
import { confirmClient } from '@/lib/clients/remembered';
import type { Client } from '@/lib/clients/store';
import { type DpopProof, readDpopProof } from '@/lib/dpop/proof';
import type { BodyOptions } from '@/lib/oauth/body';
import { type Call, endpoint, type Manners } from '@/lib/oauth/endpoint';
import { type ErrorCode, OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

/** A call by a client, with the proof of its key (RFC 9449), if it brought one. */
export type ClientCall = Call & { client: Client; proof: DpopProof | null };

/** How a client says who it is; a dialect may have its own way of naming one. */
type Authenticate = typeof authenticateClient;

/** One for each request: where it is decided again (oauth/again.ts), the proof has been used, by this very request. */
const proofs = new WeakMap<HttpRequest, DpopProof>();

async function proofOf({ ctx, request }: Call): Promise<DpopProof | null> {
  const proof = proofs.get(request) ?? (await readDpopProof(ctx, request));
  if (proof) proofs.set(request, proof);
  return proof;
}

const ofProfile: ReadonlySet<ErrorCode> = new Set(['unauthorized_client', 'invalid_target', 'invalid_scope']);

/** A protocol endpoint whose caller is a client: authenticated before the handler runs, and the actor from then on. */
export const clientEndpoint = (
  handle: (call: ClientCall) => Promise<object | null>,
  {
    authenticate = authenticateClient,
    ...options
  }: { manners?: Manners; body?: BodyOptions; authenticate?: Authenticate } = {},
) =>
  endpoint(async (call) => {
    const client = await authenticate(call.ctx, call.request, call.parameters);
    const proof = call.request.headers.has('dpop') ? await proofOf(call) : null;
    const ctx = { ...call.ctx, actor: { type: 'client' as const, clientId: client.id } };
    const { request, parameters, json, answerHeaders } = call;
    try {
      return await handle({ ctx, request, parameters, json, answerHeaders, client, proof });
    } catch (error) {
      // What its profile does not allow may be allowed since.
      if (error instanceof OAuthError && ofProfile.has(error.code)) await confirmClient(ctx, client);
      throw error;
    }
  }, options);
