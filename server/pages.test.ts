import { expect, test } from 'vitest';
import { pagePaths } from '@/server/pages';

const pages = pagePaths(
  ['/', '/account', '/admin/clients', '/admin/clients/[id]'],
  ['/admin/clients/add', '/admin'],
);

test.each(['/', '/account', '/admin/clients', '/admin/clients/acme', '/admin/clients/a%2Fb'])(
  '%s is a page',
  (path) => expect(pages.has(path)).toBe(true),
);

test.each([
  '/admin',
  '/admin/clients/',
  '/admin/clients/a/b',
  '/accounts',
  '/_next/x.js',
  '/admin/clients/[id]/',
  '/admin/clients/add',
])('%s is none', (path) => expect(pages.has(path)).toBe(false));
