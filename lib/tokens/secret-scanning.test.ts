import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTokens } from '@/docs/secret-scanning/check-tokens.mjs';
import { clientProfile } from '@/lib/clients/profile';
import {
  formatApiKey,
  formatToken,
  isWellFormedApiKey,
  isWellFormedToken,
  type TokenKind,
} from '@/lib/tokens/format';

/** docs/secret-scanning.md: what it tells scanners is true of the tokens that are made. */

const folder = join(import.meta.dirname, '../../docs/secret-scanning');
const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const ofGitleaks = new RegExp(/regex = '''(.+)'''/.exec(read('gitleaks.toml'))![1]!);
const ofAnyPrefix = new RegExp(read('any-prefix.txt').trim());

const kinds = fc.constantFrom<TokenKind>('access', 'refresh');
const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const prefixes = fc
  .stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4}){0,2}$/)
  .filter((prefix) => clientProfile.shape.tokenPrefix.safeParse(prefix).success);
const around = fc.constantFrom(
  ['', ''],
  ['TOKEN="', '"'],
  ['Bearer ', '\n'],
  ['?access_token=', '&x=1'],
  ['(', ')'],
);

test('every token of every prefix is found, wherever it stands', () => {
  fc.assert(
    fc.property(prefixes, kinds, secrets, around, (prefix, kind, secret, [before, after]) => {
      const token = formatToken(prefix, kind, secret);
      const text = before + token + after;
      expect(findTokens(text, [prefix])).toEqual([token]);
      expect(ofAnyPrefix.exec(text)?.[0]).toBe(token);
    }),
  );
});

test('the default prefix is found by the rule of gitleaks', () => {
  fc.assert(
    fc.property(kinds, secrets, around, (kind, secret, [before, after]) => {
      const token = formatToken('dc', kind, secret);
      expect(ofGitleaks.exec(before + token + after)?.[0]).toBe(token);
    }),
  );
});

test('every API key is found, by each of them, and is no token', () => {
  fc.assert(
    fc.property(secrets, around, (secret, [before, after]) => {
      const key = formatApiKey(secret);
      const text = before + key + after;
      expect(findTokens(text)).toEqual([key]);
      expect(ofGitleaks.exec(text)?.[0]).toBe(key);
      expect(ofAnyPrefix.exec(text)?.[0]).toBe(key);
      expect([isWellFormedApiKey(key), isWellFormedToken(key)]).toEqual([true, false]);
    }),
  );
});

describe('what is no token', () => {
  const token = formatToken('dc', 'access', Buffer.alloc(32, 7));

  test('one whose any character was changed fails its checksum', () => {
    for (let at = 'dc_'.length; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(findTokens(token.slice(0, at) + other + token.slice(at + 1))).toEqual([]);
    }
  });

  test.each([
    ['cut', token.slice(0, -1)],
    ['continued', `${token}A`],
    ['of another prefix', token.replace('dc_', 'cd_')],
    ['an access token made a refresh token', token.replace('dc_', 'dc_rt_')],
  ])('%s', (_what, text) => {
    expect(findTokens(text, ['dc', 'cd'])).toEqual([]);
  });
});

test('on the command line it tells where, without repeating the token', () => {
  const token = formatToken('acme', 'refresh', Buffer.alloc(32, 7));
  const run = (input: string) =>
    spawnSync(process.execPath, [join(folder, 'check-tokens.mjs'), 'dc', 'acme'], {
      input,
      encoding: 'utf8',
    });
  const found = run(`nothing here\nexport TOKEN=${token}\n`);
  expect([found.status, found.stdout]).toEqual([1, `line 2: ${token.slice(0, -43)}…\n`]);
  expect(run(`dc_${'A'.repeat(49)}\n`)).toMatchObject({ status: 0, stdout: '', stderr: '' });
});
