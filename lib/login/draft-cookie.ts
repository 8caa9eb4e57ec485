import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { RequestContext } from '@/lib/context';
import { type Person, readCookie } from '@/lib/login/browser-session';
import { draftCookieName, serializeCookie } from '@/lib/login/cookies';
import { seal, unseal } from '@/lib/login/sealed-cookie';

/**
 * What was typed into a form that is too long for an address, while it is not saved: because something in it is wrong,
 * or a step came between. Kept by the browser that typed it, sealed, for a quarter of an hour; never a secret.
 */
const seconds = 900;
/** Browsers keep cookies of 4,096 bytes, name and attributes included. */
const longest = 3_800;

export type Draft = {
  values: Record<string, string>;
  /** Fields whose text was too long to be kept. */
  lost: string[];
};

type Kept = { form: string; userId: string | null; draft: string };

export function rememberDraft(
  ctx: RequestContext,
  person: Person | null,
  form: string,
  values: Record<string, string>,
): string {
  const draft: Draft = { values: { ...values }, lost: [] };
  for (;;) {
    const packed = deflateRawSync(JSON.stringify(draft)).toString('base64');
    const kept: Kept = { form, userId: person?.userId ?? null, draft: packed };
    const sealed = seal(ctx, 'form-draft', kept, seconds);
    const [first] = Object.entries(draft.values).sort(([, a], [, b]) => b.length - a.length);
    if (sealed.length <= longest || !first) return serializeCookie(draftCookieName(), sealed, seconds);
    delete draft.values[first[0]];
    draft.lost.push(first[0]);
  }
}

export const forgetDraft = (): string => serializeCookie(draftCookieName(), '', 0);

/** What this person typed into that form, or null. */
export function readDraft(
  ctx: RequestContext,
  person: Person,
  form: string,
  headers: { get(name: string): string | null },
): Draft | null {
  const sealed = readCookie(headers.get('cookie'), draftCookieName());
  const kept = unseal<Kept>(ctx, 'form-draft', sealed);
  if (kept?.form !== form || (kept.userId !== null && kept.userId !== person.userId)) return null;
  return JSON.parse(inflateRawSync(Buffer.from(kept.draft, 'base64')).toString('utf8')) as Draft;
}
