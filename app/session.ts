import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import type { RequestContext } from '@/lib/context';
import { actingAs, findPerson, type Person } from '@/lib/login/browser-session';
import {
  type AdminRequirement,
  comingRequirement,
  decideAdminStep,
  decideNextStep,
  pathOfStep,
  type Requirement,
} from '@/lib/login/next-step';
import { requestContext } from '@/lib/oauth/request-context';

export type Session = { ctx: RequestContext; person: Person };

/** For pages that do not ask who it is. */
export const findContext = async (): Promise<RequestContext> => requestContext({ headers: await headers() });

/** Whoever has given a first factor, for the pages of signing in alone. */
export async function findFirstFactor(): Promise<{ ctx: RequestContext; person: Person | null }> {
  const sent = await headers();
  const ctx = requestContext({ headers: sent });
  return { ctx, person: await findPerson(ctx, sent) };
}

/** Who is signed in, for pages that answer anybody. Whoever owes a step is led to it, and back to `wanted`. */
export async function currentPerson(wanted: string): Promise<{ ctx: RequestContext; person: Person | null }> {
  const { ctx, person } = await findFirstFactor();
  const next = decideNextStep(person, ctx.now);
  if (next.step !== 'none' && next.step !== 'sign_in') redirect(pathOfStep(next, wanted));
  return { ctx, person };
}

/** The signed-in person; anybody else is led through the next step and back to `wanted` (path and query). */
export async function requirePerson(wanted: string, required: Requirement = {}): Promise<Session> {
  const { ctx, person } = await findFirstFactor();
  const next = decideNextStep(person, ctx.now, required);
  if (next.step !== 'none') redirect(pathOfStep(next, wanted));
  return { ctx: actingAs(ctx, next.person), person: next.person };
}

/** The same for administrators who have the permission; other people are answered 403. A page asks it before it looks anything up. */
export async function requireAdmin(wanted: string, required: AdminRequirement): Promise<Session> {
  const { ctx, person } = await findFirstFactor();
  const next = decideAdminStep(person, ctx.now, required);
  if (next.step === 'refuse') forbidden();
  if (next.step !== 'none') redirect(pathOfStep(next, wanted));
  return { ctx: actingAs(ctx, next.person), person: next.person };
}

/** What will be asked of a signed-in person, to be told on the page. */
export const askedSoon = ({ ctx, person }: Session) => ({
  coming: comingRequirement(person, ctx.now),
  now: ctx.now,
});
