import { expect, test } from 'vitest';
import { nothingHere } from '@/lib/login/plain-page';

test.each([
  ['/admin/users/x', true],
  ['/account/x', false],
  ['/administrators', false],
])('where nothing is under %s: does it lead to the overview? %s', async (path, expected) => {
  expect((await nothingHere(path).text()).includes('href="/admin"')).toBe(expected);
});
