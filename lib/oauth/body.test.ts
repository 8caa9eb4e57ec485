import { expect, test } from 'vitest';
import { readBody } from '@/lib/oauth/body';
import type { OAuthError } from '@/lib/oauth/errors';

const form = 'application/x-www-form-urlencoded';
const read = (type: string, body: string | Uint8Array<ArrayBuffer> | ReadableStream) =>
  readBody(
    new Request('http://x/', {
      method: 'POST',
      headers: { 'content-type': type },
      body,
      duplex: 'half',
    } as RequestInit),
  );
const outcome = (type: string, body: string | Uint8Array<ArrayBuffer>) =>
  read(type, body).then(
    ({ parameters }) => Object.fromEntries(parameters),
    (error: OAuthError) => error.code,
  );

test.each([
  ['a form', form, 'a=1&b=2', { a: '1', b: '2' }],
  ['a form with a charset', `${form}; charset=utf-8`, 'a=1', { a: '1' }],
  [
    'an unescaped urn and spaces',
    form,
    'grant_type=urn:ietf:params:oauth:grant-type:device_code&scope=a b',
    { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', scope: 'a b' },
  ],
  ['an empty parameter is an absent one', form, 'a=&b=2', { b: '2' }],
  ['an empty body', form, '', {}],
  ['JSON', 'application/json', '{"client_id":"a","x":1,"scope":null}', { client_id: 'a' }],
  ['JSON of another kind', 'application/json', '[1]', 'invalid_request'],
  ['broken JSON', 'application/json', '{', 'invalid_request'],
  [
    'an object where a string belongs',
    'application/json',
    '{"client_id":{"contains":""}}',
    'invalid_request',
  ],
  ['a number where a string belongs', 'application/json', '{"scope":1}', 'invalid_request'],
  ['an unknown object is ignored', 'application/json', '{"client_info":{"name":"x"},"a":"1"}', { a: '1' }],
  [
    'a __proto__ is a name like any other',
    'application/json',
    '{"__proto__":"x","constructor":"y"}',
    { ['__proto__']: 'x', constructor: 'y' },
  ],
  ['a repeated parameter', form, 'a=1&a=1', 'invalid_request'],
  ['a repeated empty one', form, 'a=&a=', 'invalid_request'],
  ['NUL', form, 'a=%00', 'invalid_request'],
  ['a lone surrogate', 'application/json', '{"client_id":"\\ud800"}', 'invalid_request'],
  ['bytes that are not UTF-8', form, new Uint8Array([0x61, 0x3d, 0xff]), 'invalid_request'],
  ['another content type', 'text/plain', 'a=1', 'unsupported_media_type'],
  ['a multipart form', 'multipart/form-data; boundary=x', 'a', 'unsupported_media_type'],
  ['64 KiB and one byte', form, `a=${'x'.repeat(64 * 1024 - 1)}`, 'payload_too_large'],
])('%s', async (_what, type, body, expected) => {
  expect(JSON.stringify(await outcome(type, body))).toBe(JSON.stringify(expected));
});

test('a body without a length is cut off as soon as it is too long', async () => {
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(16 * 1024));
    },
  });
  await expect(read(form, endless)).rejects.toMatchObject({ code: 'payload_too_large' });
  expect(pulled).toBeLessThan(10);
});
