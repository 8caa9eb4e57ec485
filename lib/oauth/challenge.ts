import { dpopAlgorithms } from '@/lib/dpop/algorithms';
import type { OAuthError } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';

const bearer = 'Bearer realm="doorcode"';
const dpop = `DPoP realm="doorcode", algs="${dpopAlgorithms.join(' ')}"`;

/**
 * `WWW-Authenticate` where an access token is presented and was not good enough (RFC 6750 §3, RFC 9449 §7.1), in the
 * scheme that the request used; null for any other failure. A request without any token is told both schemes, and no
 * error code.
 */
export function tokenChallenge(failure: OAuthError, request: HttpRequest): string | null {
  const isOfToken = failure.code === 'invalid_token' || failure.code === 'insufficient_scope';
  const isOfProof = failure.code === 'invalid_dpop_proof' || failure.code === 'use_dpop_nonce';
  if (!isOfToken && !(isOfProof && failure.status === 401)) return null;
  const authorization = request.headers.get('authorization');
  if (authorization === null) return `${bearer}, ${dpop}`;
  const scheme = /^dpop\b/i.test(authorization) ? dpop : bearer;
  return `${scheme}, error="${failure.code}", error_description="${failure.message}"`;
}
