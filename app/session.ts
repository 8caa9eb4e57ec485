import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import type { RequestContext } from '@/lib/context';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import { decideAdminStep, decideNextStep, pathOfStep } from '@/lib/login/next-step';
import { requestContext } from '@/lib/oauth/request-context';

/** Who is signed in, for pages that answer anybody. */
export async function currentPerson(): Promise<{ ctx: RequestContext; person: Person | null }> {
  const sent = await headers();
  const ctx = requestContext({ headers: sent });
  return { ctx, person: await findPerson(ctx, sent) };
}

/** The signed-in person; anybody else is led through the next step and back to `wanted` (path and query). */
export async function requirePerson(wanted: string): Promise<{ ctx: RequestContext; person: Person }> {
  const { ctx, person } = await currentPerson();
  const next = decideNextStep(person);
  if (next.step !== 'none') redirect(pathOfStep(next.step, wanted));
  return { ctx: actingAs(ctx, next.person), person: next.person };
}

/** The same for administrators; other people are answered 403. A page asks it before it looks anything up. */
export async function requireAdmin(wanted: string): Promise<{ ctx: RequestContext; person: Person }> {
  const { ctx, person } = await currentPerson();
  const next = decideAdminStep(person);
  if (next.step === 'refuse') forbidden();
  if (next.step !== 'none') redirect(pathOfStep(next.step, wanted));
  return { ctx: actingAs(ctx, next.person), person: next.person };
}
