import { describe, expect, test } from 'vitest';
import { readWanted } from '@/lib/sessions/wanted';
import { pathBack } from './path';
import { everythingInWords, filterInWords, findNotice, type Names } from './words';

const now = new Date('2026-03-10T12:00:00Z');
const none: Names = { people: null, clients: null, organizations: null };
const { wanted } = readWanted({ user: 'nobody', client: 'x' }, now);

describe('a filter in words', () => {
  test.each<[Partial<Names>, string]>([
    [{}, 'Live sessions'],
    [{ people: ['a@x', 'b@x'] }, 'Live sessions, of a@x or b@x'],
    [{ people: ['a', 'b', 'c', 'd'] }, 'Live sessions, of 4 people'],
    [{ clients: ['a', 'b', 'c', 'd'] }, 'Live sessions, with 4 clients'],
    [{ people: [] }, 'Live sessions, of nobody: no e-mail address or name begins with “nobody”'],
    [{ clients: [] }, 'Live sessions, with no client: none is called “x”'],
  ])('%o', (names, expected) => {
    expect(filterInWords(wanted, { ...none, ...names })).toBe(expected);
  });

  test('no filter at all means everything, and says so before it is revoked', () => {
    expect(everythingInWords(wanted, none, true)).toBe('Every live session on this server');
    expect(everythingInWords(wanted, none, false)).toBe('Every live session of your organizations');
    expect(everythingInWords(wanted, { ...none, people: ['a@x'] }, true)).toBe('Live sessions, of a@x');
  });
});

test('one is it, several are they', () => {
  expect(findNotice('revoked', '1')?.sentence).toContain('token of it ');
  expect(findNotice('revoked', '2')?.sentence).toContain('token of theirs ');
});

test('the way back keeps the filter and its order', () => {
  expect(pathBack('/admin/sessions?user=ada&sort=used', { notice: 'nothing_selected' })).toBe(
    '/admin/sessions?user=ada&sort=used&notice=nothing_selected',
  );
  expect(pathBack('https://evil.invalid/', { notice: 'x' })).toBe('/admin/sessions?notice=x');
});
