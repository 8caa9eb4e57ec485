import { beforeAll, describe, expect, test } from 'vitest';
import { newId, sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { describeSession } from '@/lib/sessions/describe';
import { endSessionByAdmin } from '@/lib/sessions/end';
import { findSessionOfToken } from '@/lib/sessions/find-by-token';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  start,
} from '@/lib/testing/factories';
import { formatToken } from '@/lib/tokens/format';

withDatabase();
let admin: Person;
let owner: Person;
let tokens: Awaited<ReturnType<typeof createTokens>>;
let sessionId: string;
const ctx = (now = start) => actingAs(contextAt(now), admin);
const lastAudit = () => prisma().auditEvent.findFirstOrThrow({ orderBy: { id: 'desc' } });

beforeAll(async () => {
  [admin, owner] = [
    { ...(await createSignedInPerson('admin@example.com')), role: 'admin' },
    await createSignedInPerson('ann@example.com'),
  ];
  tokens = await createTokens(await createClient({ id: 'acme' }), owner);
  ({ id: sessionId } = await prisma().session.findFirstOrThrow());
});

describe('looking up a token', () => {
  test.each([
    ['access_token', () => tokens.accessToken],
    ['refresh_token', () => tokens.refreshToken],
  ])('finds the session of an %s, and leaves a trace that names the session', async (kind, token) => {
    expect(await findSessionOfToken(ctx(), token())).toEqual({ outcome: 'found', sessionId, kind });
    expect(await lastAudit()).toMatchObject({
      action: 'token.looked_up',
      actorId: admin.userId,
      userId: owner.userId,
      clientId: 'acme',
      targetType: 'session',
      targetId: sessionId,
      detail: { outcome: 'found', kind },
    });
  });

  test.each([
    ['white space around it', (token: string) => `  ${token}\n`],
    ['Bearer before it', (token: string) => `Bearer ${token}`],
    ['line breaks of a terminal', (token: string) => `${token.slice(0, 20)}\n${token.slice(20)}`],
  ])('tolerates %s', async (_what, paste) => {
    expect(await findSessionOfToken(ctx(), paste(tokens.accessToken))).toMatchObject({ sessionId });
  });

  test('finds a JWT access token', async () => {
    const client = await createClient({ accessTokenFormat: 'jwt' });
    const { accessToken } = await createTokens(client, owner);
    expect(accessToken).toMatch(/^ey/);
    const found = await findSessionOfToken(ctx(), accessToken);
    expect(found).toMatchObject({ outcome: 'found', kind: 'access_token' });
    // What leaks is often cut, or its signature blacked out.
    const cut = await findSessionOfToken(ctx(), `${accessToken.slice(0, -4)}AAAA`);
    expect(cut).toMatchObject({ outcome: 'found', sessionId: (found as { sessionId: string }).sessionId });
  });

  test.each([
    ['nothing', '', 'malformed'],
    ['garbage', 'correct horse battery staple', 'malformed'],
    ['another’s token of our form', formatToken('dc', 'access', Buffer.alloc(32, 7)), 'unknown'],
  ])('%s is told apart, and audited without a target', async (_what, pasted, outcome) => {
    expect(await findSessionOfToken(ctx(), pasted)).toEqual({ outcome });
    expect(await lastAudit()).toMatchObject({
      action: 'token.looked_up',
      userId: null,
      targetId: null,
      detail: { outcome },
    });
  });

  test('a cut token is malformed', async () => {
    expect(await findSessionOfToken(ctx(), tokens.accessToken.slice(0, -1))).toEqual({
      outcome: 'malformed',
    });
  });

  test('an API key is told apart, and looking at it is no use of it', async () => {
    const { id: organizationId } = await prisma().organization.findFirstOrThrow();
    const id = newId(start);
    await prisma().apiKey.create({
      data: {
        ...{ id, organizationId, name: 'CI', scopes: [], createdAt: start },
        hash: Uint8Array.from(sha256('an API key of thirty-two letters')),
      },
    });
    expect(await findSessionOfToken(ctx(), ' an API key of thirty-two letters ')).toEqual({
      outcome: 'api_key',
      apiKeyId: id,
    });
    expect(await lastAudit()).toMatchObject({ targetType: 'api_key', targetId: id });
    expect((await prisma().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt).toBeNull();
  });
});

describe('an administrator ends a session', () => {
  test('once: of many at the same time, one does', async () => {
    await createTokens(await createClient({ id: 'once' }), owner);
    const { id } = await prisma().session.findFirstOrThrow({ where: { clientId: 'once' } });
    expect(await describeSession(ctx(), id)).toMatchObject({ state: 'live', email: 'ann@example.com' });
    const ended = await Promise.all(Array.from({ length: 20 }, () => endSessionByAdmin(ctx(later(5)), id)));
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(
      await prisma().auditEvent.findMany({ where: { action: 'session.revoked', targetId: id } }),
    ).toMatchObject([
      { actorId: admin.userId, userId: owner.userId, detail: { reason: 'revoked_by_admin' } },
    ]);
    expect(await describeSession(ctx(later(6)), id)).toMatchObject({
      state: 'ended',
      revokedAt: later(5),
      revokedReason: 'revoked_by_admin',
    });
  });

  test('that is not there: nothing happens', async () => {
    expect(await endSessionByAdmin(ctx(), newId(start))).toBe(false);
    expect(await describeSession(ctx(), newId(start))).toBeNull();
  });

  test('a disabled person’s session is blocked, not ended', async () => {
    await prisma().user.update({ where: { id: owner.userId }, data: { disabledAt: start } });
    expect(await describeSession(ctx(), sessionId)).toMatchObject({ state: 'blocked' });
  });
});
