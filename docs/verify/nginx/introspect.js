import crypto from 'crypto';

/** The bearer token of the request (RFC 6750 §2.1), or null. */
function presented(r) {
  const found = /^Bearer +([\w.~+/=-]+)$/i.exec(r.headersIn.Authorization || '');
  return found ? found[1] : null;
}

const tokenHash = (r) =>
  crypto
    .createHash('sha256')
    .update(presented(r) || '')
    .digest('hex');

const authorization = () => process.env.INTROSPECTION_AUTHORIZATION;

/**
 * For auth_request: 204, 401 or 403, and 500 when Doorcode cannot be asked. Introspection (RFC 7662 §2.2) answers 200
 * for dead tokens too, so that its status alone says nothing.
 */
async function authorize(r) {
  const token = presented(r);
  if (token === null) return refuse(r, 401, '');
  const answer = await r.subrequest('/_introspect', {
    method: 'POST',
    body: `token=${encodeURIComponent(token)}`,
  });
  if (answer.status !== 200) {
    r.error(`introspection answered ${answer.status}: ${answer.responseText}`);
    return r.return(500);
  }
  const said = JSON.parse(answer.responseText);
  const wanted = r.variables;
  // A refresh token is active too, and says `N_A`; a token bound to a key says `DPoP`. Neither is a bearer token.
  const isForUs =
    said.active === true &&
    said.token_type === 'Bearer' &&
    said.iss === wanted.issuer &&
    [].concat(said.aud).includes(wanted.audience);
  if (!isForUs) return refuse(r, 401, ', error="invalid_token"');
  if (!said.scope.split(' ').includes(wanted.required_scope))
    return refuse(r, 403, `, error="insufficient_scope", scope="${wanted.required_scope}"`);
  r.headersOut['X-Subject'] = said.sub;
  r.headersOut['X-Client'] = said.client_id;
  r.return(204);
}

function refuse(r, status, detail) {
  r.headersOut['X-Challenge'] = `Bearer realm="hello"${detail}`;
  r.return(status);
}

export default { authorization, authorize, tokenHash };
