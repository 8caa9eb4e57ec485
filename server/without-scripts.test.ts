import { expect, test } from 'vitest';
import { withoutScripts } from '@/server/without-scripts';

const own = {
  nonce: 'n0nce',
  pathOf: (name: string) => (name === 'passkey' ? '/assets/passkey-1.js' : undefined),
};

test('the scripts of the framework, what it preloads for them and its data leave no trace', () => {
  const html = `<head><link rel="stylesheet" href="/a.css"/><link rel="preload" as="script" href="/b.js"/><link rel="modulepreload" href="/c.js"/>
<script src="/_next/d.js" async=""></script></head><body><p>A</p><script>self.__next_f.push([1,"<p>\\u003c/script"])</script><p>B</p><script>cut short`;
  expect(withoutScripts(html, own)).toEqual({
    html: '<head><link rel="stylesheet" href="/a.css"/>\n</head><body><p>A</p><p>B</p>',
    hasScript: false,
  });
});

test('a script of ours stays, under its versioned path and with the nonce of the answer', () => {
  const html = '<p>A</p><script type="module" src="/assets/passkey.js"></script>';
  expect(withoutScripts(html, own)).toEqual({
    html: '<p>A</p><script type="module" src="/assets/passkey-1.js" nonce="n0nce"></script>',
    hasScript: true,
  });
});

test.each([
  '/assets/unknown.js',
  '/assets/../passkey.js',
  'https://evil.example/assets/passkey.js',
  '/assets/passkey.js?x',
])('a script from %s is none of ours', (src) =>
  expect(withoutScripts(`<script src="${src}"></script>`, own)).toEqual({ html: '', hasScript: false }),
);

test('text that speaks of scripts is text', () => {
  const html = '<p title="&lt;script&gt;">&lt;script&gt;alert(1)&lt;/script&gt;</p>';
  expect(withoutScripts(html, own).html).toBe(html);
});
