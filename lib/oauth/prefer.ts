import type { HttpRequest } from '@/lib/oauth/http';

/** No poll is held for longer: below the 30 s after which some proxies give up on an answer. */
export const longestWaitSeconds = 25;

/**
 * How long the caller would wait for an answer that is not there yet (RFC 7240 §4.3), in whole seconds, cut at the longest
 * that we hold one; null when it does not say so in a way that can be read. Of several the first counts (§2).
 */
export function readWait(request: HttpRequest): number | null {
  const preferences = request.headers.get('prefer');
  if (preferences === null) return null;
  for (const preference of preferences.split(',')) {
    const [name = '', value = ''] = preference.split(';', 1)[0]!.split('=');
    if (name.trim().toLowerCase() !== 'wait') continue;
    const seconds = /^"?(\d+)"?$/.exec(value.trim())?.[1];
    return seconds && Number(seconds) > 0 ? Math.min(Number(seconds), longestWaitSeconds) : null;
  }
  return null;
}
