import { env } from '@/lib/env';

/**
 * A redirect target of our own origin, as path and query, or `/`. Refused: other origins in every disguise (`//evil`,
 * `/\evil`, `https:evil`, tabs and line breaks that URL parsers drop, encoded slashes right after the first).
 */
export function safePath(wanted: string | null | undefined): string {
  if (
    !wanted ||
    wanted.length > 2_000 ||
    !/^\/(?![/\\]|%2f|%5c)[\x21-\x7e]*$/i.test(wanted) ||
    wanted.includes('\\')
  )
    return '/';
  const url = new URL(wanted, 'https://own.invalid');
  return url.origin === 'https://own.invalid' && !url.pathname.startsWith('//')
    ? url.pathname + url.search
    : '/';
}

/** The same for what Auth.js has made absolute. */
export function ownPath(wanted: string | null): string {
  const origin = `${env().publicUrl}/`;
  return safePath(wanted?.startsWith(origin) ? wanted.slice(origin.length - 1) : wanted);
}

/**
 * Where somebody is sent back to whom another site sent here: our own origin, or that of a page that was registered with
 * us. Anything else leads home. Always absolute, and as a URL parser writes it.
 */
export function safeReturn(wanted: string | null, registered: string | null): string {
  const home = `${env().publicUrl}/`;
  if (!wanted || wanted.length > 2_000) return home;
  if (wanted.startsWith('/')) return env().publicUrl + safePath(wanted);
  if (!/^https?:\/\/[a-z0-9[][\x21-\x5b\x5d-\x7e]*$/i.test(wanted) || !URL.canParse(wanted)) return home;
  const url = new URL(wanted);
  const origins = [env().publicUrl, ...(registered ? [registered] : [])].map((one) => new URL(one).origin);
  const isKnown = origins.includes(url.origin) && url.username === '' && url.password === '';
  return isKnown ? url.href : home;
}
