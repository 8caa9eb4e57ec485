import { sha256 } from '@/lib/crypto';
import { shadesOf } from '@/lib/settings/contrast';
import { type Branding, defaultSettings } from '@/lib/settings/schema';

/**
 * The accent as a stylesheet, over that of app/globals.css and public/plain.css: an inline style would need a hole in
 * the Content-Security-Policy. Null: the accent is that of the stylesheets themselves.
 */
export function brandCss({ accentLight, accentDark }: Branding): string | null {
  const { branding } = defaultSettings;
  if (accentLight === branding.accentLight && accentDark === branding.accentDark) return null;
  const rule = (accent: string, scheme: 'light' | 'dark') => {
    const { strong, onAccent, link } = shadesOf(accent, scheme);
    // Twice the root, so that it counts wherever it is loaded.
    return `:root:root{--color-accent:${accent};--color-accent-strong:${strong};--color-on-accent:${onAccent};--color-link:${link};--link:${link}}`;
  };
  return `${rule(accentLight, 'light')}\n@media (prefers-color-scheme:dark){${rule(accentDark, 'dark')}}\n`;
}

/** Where it is, by its content, so that it can be kept for ever. */
export function brandCssPath(branding: Branding): string | null {
  const css = brandCss(branding);
  return css && `/brand.css?v=${versionOf(css)}`;
}

export const versionOf = (css: string): string => sha256(css).toString('hex').slice(0, 16);
