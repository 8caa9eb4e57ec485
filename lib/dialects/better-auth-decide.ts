import type { RequestContext } from '@/lib/context';
import { enteredGrant, rememberCode } from '@/lib/device/code-cookie';
import { approveDeviceGrant, denyDeviceGrant } from '@/lib/device/decide';
import { enterUserCode } from '@/lib/device/enter';
import { findGrantOutcome } from '@/lib/device/outcome';
import type { PendingGrant } from '@/lib/device/store';
import { consentTicket, enteredCodeProof } from '@/lib/device/ticket';
import { formatUserCode, normalizeUserCode } from '@/lib/device/user-code';
import { verifyUserCode } from '@/lib/device/verify';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { isFromElsewhere } from '@/lib/login/form';
import { findSignedInPerson } from '@/lib/login/person-endpoint';
import { type Call, privateHeaders } from '@/lib/oauth/endpoint';
import { OAuthError, tooManyRequests } from '@/lib/oauth/errors';
import type { HttpRequest } from '@/lib/oauth/http';
import { isPrefetch } from '@/lib/oauth/prefetch';
import { readUserCodeDecision } from '@/lib/oauth/requests';

/**
 * What better-auth's own pages ask: where a code stands, which for a signed-in person is to enter it (better-auth: to
 * claim it), and then Allow or Deny.
 */

/**
 * What is looked up counts against whoever asks, so a page of another site cannot make a browser ask. Looking ahead
 * enters nothing.
 */
export async function answerCodeStatus({ ctx, request }: Pick<Call, 'ctx' | 'request'>) {
  const { headers, method } = request;
  if (isFromElsewhere(headers))
    throw new OAuthError('access_denied', 'A page of another site may not ask.', { status: 403 });
  const userCode = readUserCode(request);
  const isAhead = method === 'HEAD' || isPrefetch(headers);
  const person = isAhead ? null : await findSignedInPerson(ctx, headers);
  if (!person) {
    requireFound((await verifyUserCode(ctx, userCode)).outcome);
    return { user_code: userCode, status: 'pending' };
  }
  const entered = enteredGrant(request.headers, person.browserSessionId, userCode);
  return entered ? statusOf(ctx, person, entered, userCode) : claim(actingAs(ctx, person), person, userCode);
}

function readUserCode(request: HttpRequest): string {
  const [userCode, ...more] = new URL(request.url).searchParams.getAll('user_code');
  if (!userCode) throw new OAuthError('invalid_request', 'user_code is required.');
  if (more.length > 0) throw new OAuthError('invalid_request', 'A parameter is repeated.');
  if (userCode.length > 200) throw invalidUserCode();
  return userCode;
}

/** The browser keeps the proof that its session entered this code. */
async function claim(ctx: RequestContext, person: Person, userCode: string) {
  const entered = await enterUserCode(ctx, person.userId, userCode);
  requireFound(entered.outcome);
  if (entered.outcome !== 'found') throw invalidUserCode();
  const { grant } = entered;
  const shown = formatUserCode(normalizeUserCode(userCode)!);
  const cookie = rememberCode(enteredCodeProof(person.browserSessionId, grant.id), shown);
  return Response.json(writeStatus(userCode, 'pending', grant), {
    headers: { ...privateHeaders, 'set-cookie': cookie },
  });
}

/** Of a code that this session has entered before. */
async function statusOf(ctx: RequestContext, { userId }: Person, grantId: string, userCode: string) {
  const outcome = await findGrantOutcome(ctx, userId, grantId);
  switch (outcome?.state) {
    case 'pending':
    case 'denied':
      return writeStatus(userCode, outcome.state, outcome.grant);
    case 'allowed':
      return writeStatus(userCode, 'approved', outcome.grant);
    case 'expired':
      throw expiredUserCode();
    default:
      throw invalidUserCode();
  }
}

const writeStatus = (userCode: string, status: string, { clientId, scopes }: PendingGrant) => ({
  ...{ user_code: userCode, status },
  ...{ client_id: clientId, scope: scopes.join(' ') },
});

export const approveByUserCode = (call: Call & { person: Person }) => decide(call, approveDeviceGrant);
export const denyByUserCode = (call: Call & { person: Person }) => decide(call, denyDeviceGrant);

/** The code is not looked up: whoever did not enter it learns nothing of it. */
async function decide(
  { ctx, request, parameters, person }: Call & { person: Person },
  verb: typeof approveDeviceGrant,
) {
  const { userCode, organizationId } = readUserCodeDecision(parameters);
  const grantId = enteredGrant(request.headers, person.browserSessionId, userCode);
  if (!grantId) throw notClaimed();
  const ticket = consentTicket(person.browserSessionId, grantId);
  const outcome = await verb(ctx, { grantId, ticket, organizationId });
  if (outcome === 'wrong_organization')
    throw new OAuthError(
      'invalid_request',
      'It cannot be allowed for that organization, or for more than one: name one as organizationId.',
    );
  if (outcome === 'wrong_ticket') throw notClaimed();
  if (outcome === 'too_late') throw await whyTooLate(ctx, person, grantId);
  return { success: true };
}

async function whyTooLate(ctx: RequestContext, { userId }: Person, grantId: string): Promise<OAuthError> {
  const outcome = await findGrantOutcome(ctx, userId, grantId);
  switch (outcome?.state) {
    case 'allowed':
    case 'denied':
      return new OAuthError('invalid_request', 'The request was decided already.');
    // RFC 9470 §4: the request asks for a newer or stronger sign-in.
    case 'pending':
      return new OAuthError('access_denied', 'This request asks for another sign-in: open /device.', {
        status: 403,
      });
    case 'decided_by_another':
      return notClaimed();
    default:
      return expiredUserCode();
  }
}

function requireFound(outcome: 'found' | 'unknown' | 'limited'): void {
  if (outcome === 'limited') throw tooManyRequests(900);
  if (outcome === 'unknown') throw invalidUserCode();
}

/** Wrong, expired and used look alike. */
const invalidUserCode = () =>
  new OAuthError('invalid_request', 'The user code is not right, or has expired.');
const expiredUserCode = () => new OAuthError('expired_token', 'The user code has expired.');
const notClaimed = () =>
  new OAuthError(
    'access_denied',
    'This session has not entered the code, or somebody else has decided: ask GET /api/auth/device first.',
    { status: 403 },
  );
