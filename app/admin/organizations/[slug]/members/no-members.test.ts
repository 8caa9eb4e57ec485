import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { NoMembers } from './no-members';

describe('an empty list of members', () => {
  test.each<[string, { text: string; people: number }, string]>([
    ['of an organization without any', { text: '', people: 0 }, 'It has no members yet'],
    ['of a search', { text: 'ada', people: 3 }, 'holds “<bdi>ada</bdi>”'],
    ['after whoever was last', { text: '', people: 3 }, 'Nobody is on this page any more'],
  ])('%s says why', (_what, facts, words) => {
    const html = renderToStaticMarkup(NoMembers({ slug: 'acme', ...facts }));
    expect(html).toContain(words);
    expect(html).not.toContain('<bdi></bdi>');
  });
});
