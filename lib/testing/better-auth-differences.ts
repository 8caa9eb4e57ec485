/**
 * Where we answer otherwise than better-auth 1.6.33, and why: `here` and `there` are the status, the error's code and the
 * members of an answer. `lib/dialects/better-auth-beside.test.ts` holds it to both, `docs/migrate-from-better-auth.md` shows it.
 */
export type Difference = {
  /** The requests, as the test names them. */
  in: string[];
  here: string;
  there: string;
  why: string;
};

const both = (what: string): string[] => [`approve: ${what}`, `deny: ${what}`];
const failed = '{error,error_description}';

export const differences: Difference[] = [
  {
    in: [
      ...['code: a client_id that is no string', 'code: a body that is no JSON', 'token: no device code'],
      ...['token: no grant type', 'token: another grant type', 'status: without a code'],
      ...both('without a code'),
    ],
    here: `400 invalid_request ${failed}`,
    there: '400 {code,message}',
    why: 'A request that cannot be read fails in the form of every other failure (RFC 6749 §5.2), which RFC 8628 clients read.',
  },
  {
    in: ['code: no client_id'],
    here: '200 {device_code,expires_in,interval,message,user_code,verification_uri,verification_uri_complete}',
    there: '400 {code,message}',
    why: 'Without a client_id the request is OpenSkill’s, on the same path.',
  },
  {
    in: ['token: no client_id'],
    here: `400 invalid_grant ${failed}`,
    there: '400 {code,message}',
    why: 'Without a client_id the request is OpenSkill’s, on the same path: the code is another client’s.',
  },
  {
    in: ['code: text'],
    here: `415 unsupported_media_type ${failed}`,
    there: '415 {code,message}',
    why: 'The same, in the form of every other failure.',
  },
  {
    in: ['code: a form'],
    here: '200 {device_code,expires_in,interval,user_code,verification_uri,verification_uri_complete}',
    there: '415 {code,message}',
    why: 'Forms are what RFC 8628 §3.1 asks for; JSON is taken as well.',
  },
  {
    in: ['code: GET', 'sign-out: GET'],
    here: `405 method_not_allowed ${failed}`,
    there: '404 –',
    why: 'The path is there, the method is not (RFC 9110 §15.5.6).',
  },
  {
    in: ['get-session: POST'],
    here: `405 method_not_allowed ${failed}`,
    there: '405 {code,message}',
    why: 'The same, in the form of every other failure.',
  },
  {
    in: ['token: too fast'],
    here: '400 slow_down {error,error_description,interval}',
    there: `400 slow_down ${failed}`,
    why: 'The new interval is told: 5 seconds more, for all later polls (RFC 8628 §3.5).',
  },
  {
    in: ['token: allowed, sooner than the interval'],
    here: '200 {access_token,expires_in,scope,token_type}',
    there: `400 slow_down ${failed}`,
    why: 'A decision is delivered at once: only a request that waits slows down.',
  },
  {
    in: ['token: allowed, with openid'],
    here: '200 {access_token,expires_in,id_token,scope,token_type}',
    there: '200 {access_token,expires_in,scope,token_type}',
    why: 'openid asks for an id_token (OpenID Connect Core §3.1.3.3); who does not know it passes over it.',
  },
  {
    in: ['token: denied, asked again'],
    here: `400 access_denied ${failed}`,
    there: `400 invalid_grant ${failed}`,
    why: 'A denial stays one, for a client whose first answer was lost.',
  },
  {
    in: ['token: expired, asked again'],
    here: `400 expired_token ${failed}`,
    there: `400 invalid_grant ${failed}`,
    why: 'The same of a code that has expired.',
  },
  {
    in: ['token: an unknown client'],
    here: `400 invalid_client ${failed}`,
    there: `400 invalid_grant ${failed}`,
    why: 'What is wrong is the client (RFC 6749 §5.2); at /device/code better-auth says so too.',
  },
  {
    in: [
      ...['status: pending, signed in', 'status: allowed, by whoever allowed it'],
      'status: denied, by whoever denied it',
    ],
    here: '200 {client_id,scope,status,user_code}',
    there: '200 {status,user_code}',
    why: 'Whoever has entered the code sees who asks, and for what, before they decide.',
  },
  {
    in: ['status: expired'],
    here: `400 invalid_request ${failed}`,
    there: `400 expired_token ${failed}`,
    why: 'Wrong, expired and used codes look alike to whoever guesses. Whoever had entered it is told expired_token.',
  },
  {
    in: ['status: allowed, nobody signed in', 'status: allowed, somebody else'],
    here: `400 invalid_request ${failed}`,
    there: '200 {status,user_code}',
    why: 'Wrong, expired and used codes look alike to whoever guesses. Whoever had entered it is told what became of it.',
  },
  {
    in: both('with a device’s token'),
    here: `401 unauthorized ${failed}`,
    there: '200 {success}',
    why: 'A device never signs another one in: only a person in a browser decides.',
  },
  {
    in: [...both('before the code was entered'), ...both('an unknown code')],
    here: `403 access_denied ${failed}`,
    there: `400 invalid_request ${failed}`,
    why: 'To a session that did not enter it, every code looks alike: nothing can be guessed here.',
  },
  {
    in: [...both('from another site'), ...both('without an Origin'), 'sign-out: a cookie, from another site'],
    here: `403 access_denied ${failed}`,
    there: '403 {code,message}',
    why: 'The same, in the form of every other failure.',
  },
];
