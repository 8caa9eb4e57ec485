import { recordAudits } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { revokeSessionsOfAdministrator } from '@/lib/sessions/administrator-store';
import { revokeSessionsOfClient } from '@/lib/sessions/client-store';
import { type DescribedSession, describeFound } from '@/lib/sessions/describe';
import { revokeSessionsOfMember } from '@/lib/sessions/member-store';
import { findSession, revokeSessions, revokeSessionsOfPerson, withdrawApprovals } from '@/lib/sessions/store';

/** The one place where a signed-in device is ended: each way by which that happens, and how it is audited. */

/** A person signs out one device of theirs. Returns false when it is not theirs or has ended already. */
export const endOwnSession = async (
  ctx: RequestContext,
  userId: string,
  sessionId: string,
): Promise<boolean> =>
  (await revokeSessions(
    ctx,
    { by: 'id', value: sessionId, ofUser: userId },
    { reason: 'signed_out_by_person', action: 'session.revoked' },
  )) === 1;

/**
 * A person signs out all their devices, those too that they have allowed and that have not come for their tokens yet.
 * Returns how many.
 */
export const endAllOwnSessions = async (ctx: RequestContext, userId: string): Promise<number> =>
  (await withdrawApprovals(ctx, userId)) +
  (await revokeSessions(
    ctx,
    { by: 'user', value: userId },
    { reason: 'signed_out_by_person', action: 'session.revoked' },
  ));

/**
 * Whoever knows its id signs a device out: its program, and the person whom that sends here
 * (docs/decisions/019-workos-logout-is-a-get.md). Returns false when there is none, or it has ended already.
 */
export const endSessionByItsId = async (ctx: RequestContext, sessionId: string): Promise<boolean> =>
  (await revokeSessions(
    ctx,
    { by: 'id', value: sessionId },
    { reason: 'signed_out_by_person', action: 'session.revoked' },
  )) === 1;

/** An administrator ends one device of anybody. Returns false when there is none, or it has ended already. */
export const endSessionByAdmin = adminVerb(
  'sessions:write',
  async (ctx, within, sessionId: string): Promise<boolean> =>
    (await revokeSessions(
      ctx,
      { by: 'id', value: sessionId, within },
      { reason: 'revoked_by_admin', action: 'session.revoked' },
    )) === 1,
);

/** The same, and how it stands then, also when it had ended already; null when there is none. */
export const endSessionAndDescribe = adminVerb(
  'sessions:write',
  async (ctx, within, sessionId: string): Promise<DescribedSession | null> => {
    await revokeSessions(
      ctx,
      { by: 'id', value: sessionId, within },
      { reason: 'revoked_by_admin', action: 'session.revoked' },
    );
    return describeFound(ctx, await findSession(ctx, within, sessionId));
  },
);

/** The same of several at once. Returns how many were ended by it. */
export const endSessionsByAdmin = adminVerb(
  'sessions:write',
  (ctx, within, sessionIds: readonly string[]): Promise<number> =>
    revokeSessions(
      ctx,
      { by: 'ids', value: sessionIds, within },
      { reason: 'revoked_by_admin', action: 'session.revoked' },
    ),
);

/** RFC 7009: the client to which the token was issued gives it back; its whole session ends with it. */
export async function endSessionOfToken(
  ctx: RequestContext,
  clientId: string,
  tokenHash: Buffer,
): Promise<void> {
  for (const by of ['refreshToken', 'accessToken'] as const) {
    const ended = await revokeSessions(
      ctx,
      { by, value: tokenHash, ofClient: clientId },
      { reason: 'revoked_by_client', action: 'session.revoked' },
    );
    if (ended > 0) return;
  }
}

/** A device signs itself out with its access token. */
export async function endSessionOfDevice(
  ctx: RequestContext,
  { sessionId, clientId }: { sessionId: string; clientId: string },
): Promise<void> {
  await revokeSessions(
    { ...ctx, actor: { type: 'client', clientId } },
    { by: 'id', value: sessionId },
    { reason: 'revoked_by_client', action: 'session.revoked' },
  );
}

/** RFC 9700 §4.14.2: a used refresh token came again, so somebody else has the family. */
export const endReusedFamily = (ctx: RequestContext, sessionId: string): Promise<number> =>
  revokeSessions(
    ctx,
    { by: 'id', value: sessionId },
    { reason: 'refresh_token_reused', action: 'refresh_token.reused' },
  );

/** I5: a redeemed device code came again, long after. */
export const endSessionOfGrant = (ctx: RequestContext, grantId: string): Promise<number> =>
  revokeSessions(
    ctx,
    { by: 'grant', value: grantId },
    { reason: 'device_code_replayed', action: 'device.replayed' },
  );

/** A client is switched off, loses its secret, or becomes one for administrators alone: in that change's own transaction, whose audit row says how many. */
export const endSessionsOfClient = (
  db: Db,
  ctx: RequestContext,
  clientId: string,
  reason: 'client_disabled' | 'client_became_public' | 'client_became_administrators_only',
): Promise<number> => revokeSessionsOfClient(db, ctx.now, clientId, reason);

/**
 * The address of an account that nobody had proved is proved by somebody else, the person is disabled, or an administrator
 * signs them out everywhere: in that change's own transaction, whose audit row says how many. What they have allowed and no
 * device has redeemed goes too.
 */
export const endSessionsOfPerson = (
  db: Db,
  ctx: RequestContext,
  userId: string,
  reason: 'address_taken_over' | 'person_disabled' | 'signed_out_by_admin',
): Promise<number> => revokeSessionsOfPerson(db, ctx.now, userId, reason);

/**
 * Somebody belongs to an organization no more, or an administrator ends what they have there: in the caller's transaction,
 * an audit row each. Returns how many.
 */
export async function endSessionsOfMember(
  db: Db,
  ctx: RequestContext,
  member: { userId: string; organizationId: string },
  reason: 'left_organization' | 'revoked_by_admin' = 'left_organization',
): Promise<number> {
  const ended = await revokeSessionsOfMember(db, ctx.now, member, reason);
  await recordAudits(
    db,
    ctx,
    ended.map(({ id, clientId }) => ({
      ...{ action: 'session.revoked', ...member, clientId },
      target: { type: 'session', id },
      detail: { reason },
    })),
  );
  return ended.length;
}

/**
 * Somebody's role on this server changes: what they have of clients that are for administrators alone ends, in that
 * change's own transaction, an audit row each. Returns how many.
 */
export async function endSessionsOfAdministrator(
  db: Db,
  ctx: RequestContext,
  userId: string,
): Promise<number> {
  const reason = 'no_longer_administrator';
  const ended = await revokeSessionsOfAdministrator(db, ctx.now, userId, reason);
  await recordAudits(
    db,
    ctx,
    ended.map(({ id, ...of }) => ({
      ...{ action: 'session.revoked', userId, ...of },
      target: { type: 'session', id },
      detail: { reason },
    })),
  );
  return ended.length;
}
