import { expect, test } from 'vitest';
import { type OrganizationOfPerson, preselectOrganization } from '@/lib/device/organization-rules';
import { later } from '@/lib/testing/factories';

const one = (slug: string, facts: Partial<OrganizationOfPerson> = {}): OrganizationOfPerson => ({
  ...{ id: `id-${slug}`, slug, name: slug, allowsClient: true, lastChosenAt: null },
  ...facts,
});
const all = [
  one('first'),
  one('second', { lastChosenAt: later(1) }),
  one('third', { lastChosenAt: later(2) }),
];

test.each<[string, OrganizationOfPerson[], string | null, string | null]>([
  ['the hint, by slug', all, 'first', 'first'],
  ['the hint, by id', all, 'id-second', 'second'],
  ['the hint in whatever case', all, 'SECOND', 'second'],
  ['without a hint the last', all, null, 'third'],
  ['a hint that is none of theirs counts for nothing', all, 'elsewhere', 'third'],
  ['never chosen: the first', [one('a'), one('b')], null, 'a'],
  ['a hint at one that does not allow the client', [one('a', { allowsClient: false }), one('b')], 'a', 'b'],
  [
    'the last does not allow it any more',
    [one('a'), one('b', { allowsClient: false, lastChosenAt: later(1) })],
    null,
    'a',
  ],
  ['none allows it', [one('a', { allowsClient: false })], 'a', null],
  ['there is none', [], null, null],
])('%s', (_what, organizations, hint, slug) => {
  expect(preselectOrganization(organizations, hint)?.slug ?? null).toBe(slug);
});
