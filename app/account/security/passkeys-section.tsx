import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';

export async function PasskeysSection(_: { ctx: RequestContext; person: Person }) {
  return null;
}
