import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';

export async function BrowsersSection(_: { ctx: RequestContext; person: Person }) {
  return null;
}
