import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createDpopKey, exportDpopKey, importDpopKey } from './dpop-key.js';
import { failureOf } from './testing/setting.js';

test('a key that was exported and imported again is the same key, as often as one likes', async () => {
  const key = await createDpopKey();
  const text = await exportDpopKey(key);
  const again = await importDpopKey(text);
  expect(again.thumbprint).toBe(key.thumbprint);
  expect(again.thumbprint).toMatch(/^[\w-]{43}$/);
  expect(await exportDpopKey(again)).toBe(text);
  expect(text).not.toContain('\n');
  expect((await createDpopKey()).thumbprint).not.toBe(key.thumbprint);
});

test('a key that is printed by accident shows no secret', async () => {
  const key = await createDpopKey();
  const { d } = JSON.parse(await exportDpopKey(key));
  const shown = inspect({ key }, { showHidden: true, depth: 9, getters: false }) + JSON.stringify({ key });
  expect(shown).toContain(key.thumbprint);
  expect(shown).not.toContain(d);
});

test('what is no such key is refused, and not quoted', async () => {
  const jwk = JSON.parse(await exportDpopKey(await createDpopKey()));
  const wrong = [
    '',
    'null',
    '{"secret":',
    '{}',
    JSON.stringify({ ...jwk, d: undefined }),
    JSON.stringify({ ...jwk, x: jwk.y }),
    JSON.stringify({ ...jwk, crv: 'P-384' }),
  ];
  for (const text of wrong) {
    const failure = await failureOf(importDpopKey(text));
    expect(failure, text).toMatchObject({ code: 'unusable_key' });
    expect(inspect(failure)).not.toMatch(/secret/);
  }
});
