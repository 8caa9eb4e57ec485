import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';

export async function AuthenticatorSection(_: { ctx: RequestContext; person: Person }) {
  return null;
}
