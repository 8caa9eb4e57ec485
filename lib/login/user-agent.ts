/** The first that matches: later ones are what the earlier ones claim to be as well. */
const browsers: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\b(?:OPR|OPT|OPX)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bVersion\/\S+ .*\bSafari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/\bWindows\b/, 'Windows'],
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/i, 'Linux'],
];

const find = (names: [RegExp, string][], text: string): string | undefined =>
  names.find(([pattern]) => pattern.test(text))?.[1];

/**
 * Browser and system in words, such as `Firefox on Windows`. Only words of ours: whoever writes the header
 * (RFC 9110 §10.1.5) puts nothing into a page or mail.
 */
export function describeUserAgent(userAgent: string | null): string {
  const text = (userAgent ?? '').slice(0, 300);
  const browser = find(browsers, text) ?? 'an unknown program';
  const system = find(systems, text);
  return system ? `${browser} on ${system}` : browser;
}
