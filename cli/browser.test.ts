import { expect, test } from 'vitest';
import { hasBrowser, openBrowser } from './browser.js';

const terminal = { isRich: true, hasColor: true, isInteractive: true, columns: 80 };

test('there is a browser where a person sits in front of a desktop', () => {
  expect(hasBrowser(terminal, {}, 'darwin')).toBe(true);
  expect(hasBrowser(terminal, {}, 'win32')).toBe(true);
  expect(hasBrowser(terminal, { DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasBrowser(terminal, { WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
});

test('there is none over SSH, without a desktop, or without anybody to press Enter', () => {
  expect(hasBrowser(terminal, { SSH_CONNECTION: 'x' }, 'darwin')).toBe(false);
  expect(hasBrowser(terminal, { SSH_TTY: 'x', DISPLAY: ':10' }, 'linux')).toBe(false);
  expect(hasBrowser(terminal, {}, 'linux')).toBe(false);
  expect(hasBrowser({ ...terminal, isInteractive: false }, {}, 'darwin')).toBe(false);
});

test('only http and https are opened', async () => {
  for (const link of ['javascript:alert(1)', 'file:///etc/passwd', '/bin/sh', '-a Calculator']) {
    expect(await openBrowser(link)).toBe(false);
  }
});
