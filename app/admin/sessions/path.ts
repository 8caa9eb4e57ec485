import { z } from 'zod';
import { safePath } from '@/lib/login/safe-path';
import { type Typed, type WantedField, wantedFields } from '@/lib/sessions/wanted';
import { pathWith, type Query, readQuery } from '../../query';

export const sessionId = z.uuid();

/** What is empty is left out, so that an address can be read and shared. */
export const pathOfSessions = (typed: Typed, more: Record<string, string | undefined> = {}): string => {
  const said = Object.entries({ ...typed, ...more }).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  return pathWith('/admin/sessions', Object.fromEntries(said));
};
export const pathOfSession = (id: string, left: Record<string, string | undefined> = {}): string =>
  pathWith(`/admin/sessions/${id}`, left);
export const pathOfRevocation = (id: string): string => `/admin/sessions/revocations/${id}`;

/** The page that asks before these are revoked, or all of a filter. */
export const pathOfRevoke = (ids: readonly string[], back?: string): string => {
  const path = pathWith('/admin/sessions/revoke', { session: ids.join('.') });
  // A step on the way remembers no longer address (safe-path.ts).
  return back && path.length + back.length < 1_800 ? `${path}&${new URLSearchParams({ back })}` : path;
};
export const pathOfRevokeAll = (typed: Typed): string =>
  `/admin/sessions/revoke?${new URLSearchParams({ all: '1', ...withoutEmpty(typed) })}`;
const withoutEmpty = (typed: Typed): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).filter((pair): pair is [WantedField, string] => Boolean(pair[1])));

export const readTyped = async (query: Query): Promise<Typed> => readQuery(query, ...wantedFields);

/** Those of a parameter that may be there several times, or once with commas or dots between. */
export async function readMany(query: Query, name: string): Promise<string[]> {
  const given = (await query)[name];
  const all = (Array.isArray(given) ? given : [given ?? '']).flatMap((one) => one.split(/[,.]/));
  return [...new Set(all.filter((one) => one !== '' && one.length <= 100))];
}

/** Where whoever comes from a list or a page goes back to: only to administrators’ pages. */
export function backOf(asked: string | undefined): string {
  const path = safePath(asked ?? '');
  return path.startsWith('/admin/') ? path : '/admin/sessions';
}

/** The same, and what is said there. */
export function pathBack(asked: string | undefined, said: Record<string, string>): string {
  const { pathname, searchParams } = new URL(backOf(asked), 'https://own.invalid');
  return pathWith(pathname, { ...Object.fromEntries(searchParams), ...said });
}
