import { beforeAll, expect, test } from 'vitest';
import type { Person } from '@/lib/login/browser-session';
import { forgetDraft, readDraft, rememberDraft } from '@/lib/login/draft-cookie';
import { setTestEnv } from '@/lib/testing/env';
import { contextAt, later, noSecondFactor, start } from '@/lib/testing/factories';

beforeAll(() => void setTestEnv());
const personOf = (userId: string): Person => ({
  ...noSecondFactor,
  ...{ browserSessionId: 'b', authenticatedAt: start, signedInAt: start, amr: [], userId },
  ...{ name: null, email: 'a@example.com', image: null, role: 'admin' },
});
const [ann, bob] = [personOf('ann'), personOf('bob')];
const sentBack = (cookie: string) => new Headers({ cookie: cookie.split(';')[0]! });
const keep = (values: Record<string, string>, person: Person | null = ann) =>
  rememberDraft(contextAt(start), person, 'new', values);

test('what was typed comes back to whoever typed it, into the same form, for a quarter of an hour', () => {
  const values = { name: 'Acme “CLI”', scopes: 'a\nb' };
  const headers = sentBack(keep(values));
  expect(readDraft(contextAt(start), ann, 'new', headers)).toEqual({ values, lost: [] });
  expect(readDraft(contextAt(start), bob, 'new', headers)).toBeNull();
  expect(readDraft(contextAt(start), ann, 'client acme', headers)).toBeNull();
  expect(readDraft(contextAt(later(901)), ann, 'new', headers)).toBeNull();
  expect(readDraft(contextAt(start), ann, 'new', sentBack(forgetDraft()))).toBeNull();
  expect(readDraft(contextAt(start), ann, 'new', new Headers({ cookie: 'doorcode.draft=x' }))).toBeNull();
});

test('of whoever was signed out meanwhile, too', () => {
  expect(readDraft(contextAt(start), ann, 'new', sentBack(keep({ name: 'Acme' }, null)))).not.toBeNull();
});

test('all that a form may hold fits; what does not is told, and the rest is kept', () => {
  const resources = Array.from(
    { length: 20 },
    (_, i) => `https://api-${i}.example.com/${'path/'.repeat(40)}`,
  ).join('\n');
  const scopes = Array.from({ length: 60 }, (_, i) => `resource-${i}:write`).join('\n');
  const long = keep({ name: 'Acme', scopes, resources });
  expect(long.length).toBeLessThan(4_096);
  expect(readDraft(contextAt(start), ann, 'new', sentBack(long))).toEqual({
    values: { name: 'Acme', scopes, resources },
    lost: [],
  });
  // Nothing that repeats: it cannot be packed.
  const noise = Array.from({ length: 6_000 }, (_, i) =>
    String.fromCharCode(33 + (((i * i * 7 + i * 31) % 9_001) % 94)),
  ).join('');
  const noisy = keep({ name: 'Acme', resources: noise + [...noise].reverse().join('') + noise.slice(3) });
  expect(noisy.length).toBeLessThan(4_096);
  expect(readDraft(contextAt(start), ann, 'new', sentBack(noisy))).toMatchObject({
    values: { name: 'Acme' },
  });
});
