import { describe, expect, test } from 'vitest';
import { safeText } from './safe-text.js';

describe('safeText', () => {
  test.each([
    ['colours', '\x1b[31mred\x1b[0m', 'red'],
    ['the window title', '\x1b]0;owned\x07Ada', 'Ada'],
    ['the clipboard', 'a\x1b]52;c;ZXZpbA==\x1b\\b', 'ab'],
    ['a hyperlink', '\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\', 'click'],
    ['C1 controls', 'a\x9b2Jb\x9d', 'ab'],
    ['carriage return, backspace, bell', 'safe\rEVIL\x08\x07', 'safe EVIL'],
    ['right-to-left override', 'cod\u202Eexe.txt', 'codexe.txt'],
    ['isolates and marks', '\u2066a\u2069\u200F\u061Cb', 'ab'],
    ['invisible characters', 'a\u200Bb\uFEFFc\u00ADd\u{E0041}', 'abcd'],
    ['lone surrogates', 'a\uD800b', 'ab'],
    ['new lines', 'one\ntwo\u2028three', 'one two three'],
  ])('takes away %s', (_, hostile, safe) => {
    expect(safeText(hostile)).toBe(safe);
  });

  test('leaves no control character, even of a sequence that is cut off', () => {
    const everything = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).join('');
    for (const text of [
      everything,
      '\x1b',
      '\x1b[',
      '\x1b]0;never ended',
      '\x1bP+q\x1b',
      '\x1b\x1b[31m[31m',
    ]) {
      expect(safeText(text, 5000)).not.toMatch(/\p{Cc}/u);
    }
  });

  test('leaves names and emoji as they are', () => {
    for (const name of ['Zoë O’Brien', '山田太郎', 'محمد', '👩‍💻 Ada']) expect(safeText(name)).toBe(name);
  });

  test('cuts long text between code points', () => {
    expect(safeText('👍'.repeat(300), 10)).toBe(`${'👍'.repeat(9)}…`);
  });

  test('makes nothing of what is no text', () => {
    for (const value of [undefined, null, 7, {}, ['x']]) expect(safeText(value)).toBe('');
  });
});
