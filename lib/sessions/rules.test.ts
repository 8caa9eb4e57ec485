import { expect, test } from 'vitest';
import { decideSessionState } from '@/lib/sessions/rules';

const now = new Date('2026-01-01T12:00:00Z');
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

test.each([
  ['live', { isLive: true, revokedAt: null, revokedReason: null, expiresAt: after }],
  ['blocked', { isLive: false, revokedAt: null, revokedReason: null, expiresAt: after }],
  ['expired', { isLive: false, revokedAt: null, revokedReason: null, expiresAt: now }],
  // The housekeeping has been there.
  ['expired', { isLive: false, revokedAt: before, revokedReason: 'expired', expiresAt: before }],
  ['ended', { isLive: false, revokedAt: before, revokedReason: 'revoked_by_admin', expiresAt: after }],
  ['ended', { isLive: false, revokedAt: before, revokedReason: 'revoked_by_admin', expiresAt: before }],
])('a session is %s', (state, session) => expect(decideSessionState(session, now)).toBe(state));
