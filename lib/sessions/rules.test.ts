import { expect, test } from 'vitest';
import { decideSessionState } from '@/lib/sessions/rules';

const now = new Date('2026-01-01T12:00:00Z');
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

test.each([
  ['live', { isLive: true, revokedAt: null, expiresAt: after }],
  ['blocked', { isLive: false, revokedAt: null, expiresAt: after }],
  ['expired', { isLive: false, revokedAt: null, expiresAt: now }],
  ['ended', { isLive: false, revokedAt: before, expiresAt: after }],
  ['ended', { isLive: false, revokedAt: before, expiresAt: before }],
])('a session is %s', (state, session) => expect(decideSessionState(session, now)).toBe(state));
