import type { HttpRequest } from '@/lib/oauth/http';
/** One segment of a request's path, decoded: the first is 1. Empty where there is none, or none that can be read. */
export function segmentOf(request: HttpRequest, at: number): string {
  try {
    return decodeURIComponent(new URL(request.url).pathname.split('/')[at] ?? '');
  } catch {
    return '';
  }
}
