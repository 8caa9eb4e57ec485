import { stripVTControlCharacters } from 'node:util';

const LINE_BREAKS_AND_TABS = /[\t\n\r\v\f\u2028\u2029]+/gu;

// Controls (C0, C1, DEL), marks that reorder or hide text, lone surrogates, private use.
// ZWJ and ZWNJ stay: names and emoji are written with them.
const UNPRINTABLE =
  /[\p{Cc}\p{Bidi_Control}\p{Cs}\p{Co}\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Makes text from a server inert, so that printing it can neither move the cursor, retitle the window,
 * write to the clipboard nor show something else than it is.
 *
 * @param text what the server sent; anything but a string gives ''
 * @param maxLength longest result, in code points
 */
export function safeText(text: unknown, maxLength = 200): string {
  if (typeof text !== 'string') return '';
  // Bounded before the regular expressions see it; no legitimate name or sentence comes close.
  const plain = stripVTControlCharacters(text.slice(0, 20 * maxLength))
    .replace(LINE_BREAKS_AND_TABS, ' ')
    .replace(UNPRINTABLE, '')
    .trim();
  const points = Array.from(plain);
  return points.length <= maxLength ? plain : `${points.slice(0, maxLength - 1).join('')}…`;
}
