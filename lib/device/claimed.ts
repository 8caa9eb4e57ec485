/**
 * Text that a device says about itself is inert everywhere: no control characters, no bidirectional marks that could
 * turn a sentence round, nothing invisible, one line, cut at a code point.
 */
export function cleanClaim(text: string | null | undefined, maxCharacters = 80): string | null {
  if (!text) return null;
  const inert = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029\u{E0000}-\u{E007F}\u115F\u1160\u2800\u3164\uFFA0]/gu, ' ')
    .replace(/\p{M}{3,}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const characters = [...inert];
  if (characters.length === 0) return null;
  return characters.length <= maxCharacters
    ? inert
    : `${characters
        .slice(0, maxCharacters - 1)
        .join('')
        .trimEnd()}…`;
}
