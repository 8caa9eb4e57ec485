import { beforeAll, expect, test, vi } from 'vitest';
import { exportOwnData } from '@/lib/accounts/export';
import { listOwnHistory } from '@/lib/accounts/history';
import { createOwnApiKey } from '@/lib/api-keys/own';
import { readCursor } from '@/lib/audit/filter';
import { recordAudit } from '@/lib/audit/store';
import { prisma } from '@/lib/db/prisma';
import { actingAs, type Person } from '@/lib/login/browser-session';
import * as mail from '@/lib/mail/send';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createClient, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';

withDatabase();
vi.spyOn(mail, 'tellByMail').mockResolvedValue(true);
let person: Person & { cookie: string };
let secrets: string[];
const ctx = () => actingAs(contextAt(start), person);
async function collect(): Promise<string> {
  let text = '';
  for await (const piece of (await exportOwnData(ctx(), person.userId))!) text += piece;
  return text;
}

beforeAll(async () => {
  person = await createSignedInPerson();
  const tokens = await createTokens(await createClient({ id: 'acme' }), person);
  const made = await createOwnApiKey(ctx(), person, { name: 'CI', scopes: ['profile'], expiry: '7' });
  secrets = [tokens.accessToken, tokens.refreshToken, person.cookie, made.problem === null ? made.key : ''];
  const stranger = await createSignedInPerson('stranger@example.com');
  const byAdmin = actingAs(contextAt(start, '203.0.113.200'), stranger);
  await recordAudit(prisma(), byAdmin, { action: 'factors.reset', userId: person.userId });
  await recordAudit(prisma(), byAdmin, { action: 'person.signed_in', userId: stranger.userId });
});

test('all that is kept of a person, without secrets, hashes, or anybody else', async () => {
  const text = await collect();
  const data = JSON.parse(text);
  expect(data).toMatchObject({
    account: {
      ...{ id: person.userId, email: person.email, email_verified: '2026-01-01T12:00:00.000Z' },
      memberships: [{ role: 'member', organization: { slug: 'default' } }],
      api_keys: [{ name: 'CI', scopes: ['profile'] }],
      browser_sessions: [{ amr: ['email'] }],
    },
    devices: [{ client_id: 'acme', device_name: 'laptop', revoked_at: null }],
    device_requests: [{ client_id: 'acme', status: 'redeemed' }],
    end: true,
  });
  expect(data.events.map(({ action }: { action: string }) => action)).toEqual([
    ...['person.exported', 'factors.reset', 'api_key.created', 'session.created', 'device.approved'],
  ]);
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const word of ['stranger', '203.0.113.200', 'hash', 'token', 'encrypted', 'hmac'])
    expect(text).not.toContain(word);
});

test('however much it is', async () => {
  await prisma().$executeRaw`
    INSERT INTO audit_events (at, action, actor_type, user_id)
    SELECT now(), 'person.signed_in', 'anonymous', ${person.userId}::uuid FROM generate_series(1, 1200)`;
  const { events } = JSON.parse(await collect());
  expect(events.length).toBeGreaterThan(1_200);
  expect(new Set(events.map(({ id }: { id: string }) => id)).size).toBe(events.length);
});

test('history is read page by page, to the end and back', async () => {
  const actions = ['person.signed_in'];
  const pages = [];
  let older: string | null = '';
  while (older !== null) {
    const page = await listOwnHistory(person.userId, actions, readCursor({ before: older }));
    pages.push(page);
    older = page.older;
  }
  expect(pages).toHaveLength(40);
  expect(pages[0]!.newer).toBeNull();
  const back = await listOwnHistory(person.userId, actions, readCursor({ after: pages[1]!.newer! }));
  expect(back).toEqual(pages[0]);
  for (const garbage of ['x', '-1', '9'.repeat(30)]) expect(readCursor({ before: garbage })).toBeNull();
});
