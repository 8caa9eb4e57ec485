import { describe, expect, test } from 'vitest';
import { networksOf } from '@/lib/sessions/network-filter';
import { readWanted, type Typed } from '@/lib/sessions/wanted';

const now = new Date('2026-03-10T12:00:00Z');
const nothing = {
  ...{ user: null, client: null, organization: null, networks: null, state: 'live', sort: 'created' },
  ...{ createdFrom: null, createdTo: null, usedFrom: null, usedTo: null, direction: 'descending' },
};
const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('what was typed', () => {
  test.each([
    ['nothing', {}, {}],
    ['empty fields', { user: '', network: ' ', created_from: '', sort: '' }, {}],
    [
      'words',
      { user: ' ada@ ', client: 'acme', organization: 'x' },
      { user: 'ada@', client: 'acme', organization: 'x' },
    ],
    ['a state', { state: 'all' }, { state: 'all' }],
    [
      'days, both included',
      { created_from: '2026-03-01', created_to: '2026-03-01' },
      { createdFrom: day('2026-03-01'), createdTo: day('2026-03-02') },
    ],
    ['use, which is the order then', { used_to: '2026-03-01' }, { usedTo: day('2026-03-02'), sort: 'used' }],
    ['use, in another order', { used_from: '2026-03-01', sort: 'created' }, { usedFrom: day('2026-03-01') }],
    ['unused for days', { unused_days: '9' }, { usedTo: new Date('2026-03-01T12:00:00Z'), sort: 'used' }],
    [
      'unused for days, and until a day: the earlier',
      { unused_days: '9', used_to: '2026-02-01' },
      { usedTo: day('2026-02-02'), sort: 'used' },
    ],
    ['an order in one', { sort: 'used_ascending' }, { sort: 'used', direction: 'ascending' }],
    ['an order', { sort: 'used', order: 'ascending' }, { sort: 'used', direction: 'ascending' }],
  ] as [string, Typed, object][])('%s', (_what, typed, expected) =>
    expect(readWanted(typed, now)).toEqual({ wanted: { ...nothing, ...expected }, problems: {} }),
  );

  test.each([
    ['user', { user: 'a\u0007' }],
    ['client', { client: 'a'.repeat(255) }],
    ['network', { network: 'example.com' }],
    ['state', { state: 'LIVE' }],
    ['created_from', { created_from: '1 March' }],
    ['created_from', { created_from: '2026-02-30' }],
    ['created_to', { created_from: '2026-03-02', created_to: '2026-03-01' }],
    ['used_to', { used_from: '2026-03-02', used_to: '2026-03-01' }],
    ['unused_days', { unused_days: '0' }],
    ['unused_days', { unused_days: '3651' }],
    ['unused_days', { unused_days: '1.5' }],
    ['sort', { sort: 'name' }],
    ['order', { order: 'up' }],
  ] as [string, Typed][])('%s says what is wrong: %j', (field, typed) =>
    expect(Object.keys(readWanted(typed, now).problems)).toEqual([field]),
  );
});

describe('a network', () => {
  test.each([
    ['198.51.100.7', ['198.51.100.0/24']],
    [' 198.51.100.0/24 ', ['198.51.100.0/24']],
    ['198.51.100.64/28', ['198.51.100.0/24']],
    ['198.51.101.9/23', ['198.51.100.0/24', '198.51.101.0/24']],
    ['::ffff:198.51.100.7', ['198.51.100.0/24']],
    ['2001:db8:0:1::5', ['2001:db8:0:1::/64']],
    ['2001:DB8:0:1::/64', ['2001:db8:0:1::/64']],
    ['2001:db8:0:13::/63', ['2001:db8:0:12::/64', '2001:db8:0:13::/64']],
    ['2001:db8:0:1::5/127', ['2001:db8:0:1::/64']],
    ['198.51.0.0/15', null],
    ['2001:db8::/48', null],
    ['198.51.100.0/33', null],
    ['198.51.100.0/x', null],
    ['198.51.100.0/24/24', null],
    ['198.51.100', null],
    ['', null],
  ])('%j', (typed, networks) => expect(networksOf(typed)).toEqual(networks));

  test('of many networks names each of them', () => {
    expect(networksOf('198.51.0.0/16')).toHaveLength(256);
    expect(new Set(networksOf('2001:db8:0:ff00::/56'))).toContain('2001:db8:0:ffff::/64');
  });
});
