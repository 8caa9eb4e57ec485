import type { AuditFilter } from '@/lib/audit/filter';
import { findActions } from '@/lib/audit/list-store';
import { findIdOfEmail, findIdOfSlug } from '@/lib/audit/names-store';
import type { Within } from '@/lib/authority/rules';
import { parseAddress } from '@/lib/mail/address';
import { networkOf, normalizeAddress } from '@/lib/oauth/network';

/** What is looked for, as it was typed: every field may be left out or empty. */
export const askable = [
  ...(['action', 'person', 'actor', 'client', 'organization'] as const),
  ...(['place', 'request', 'target', 'from', 'to'] as const),
] as const;
export type Asked = { [name in (typeof askable)[number]]?: string | undefined };

/** Why a field cannot be looked for. */
export type AskedProblem = 'unknown_person' | 'unknown_organization' | 'no_place' | 'no_time';
export type Problems = { [name in keyof Asked]?: AskedProblem };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const time = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?)?Z?$/;

/** What was typed as what is looked for; e-mail addresses and slugs become the ids that rows hold. */
export async function readAsked(
  within: Within,
  asked: Asked,
): Promise<{ filter: AuditFilter; problems: Problems }> {
  const filter: AuditFilter = {};
  const problems: Problems = {};
  const typed = (name: keyof Asked) => asked[name]?.trim() || undefined;

  const action = typed('action');
  if (action) filter.actions = action.endsWith('.') ? await findActions(action) : [action];
  const person = typed('person');
  if (person) filter.userId = (await idOf(within, person)) ?? undefined;
  if (person && !(filter.userId && uuid.test(filter.userId))) problems.person = 'unknown_person';
  const actor = typed('actor');
  if (actor) filter.actorId = (await idOf(within, actor)) ?? undefined;
  if (actor && !filter.actorId) problems.actor = 'unknown_person';
  const organization = typed('organization');
  if (organization)
    filter.organizationId =
      (uuid.test(organization) ? organization : await findIdOfSlug(within, organization)) ?? undefined;
  if (organization && !filter.organizationId) problems.organization = 'unknown_organization';
  const place = typed('place');
  if (place) Object.assign(filter, readPlace(place));
  if (place && !filter.network) problems.place = 'no_place';
  filter.clientId = typed('client');
  filter.requestId = typed('request');
  filter.targetId = typed('target');
  for (const name of ['from', 'to'] as const) {
    const when = typed(name);
    filter[name] = when ? readTime(when) : undefined;
    if (when && !filter[name]) problems[name] = 'no_time';
  }
  return { filter, problems };
}

/** An address of a person here, or any id as it is. */
async function idOf(within: Within, typed: string): Promise<string | null> {
  if (!typed.includes('@')) return typed;
  const email = parseAddress(typed);
  return email ? findIdOfEmail(within, email) : null;
}

/** An address, or a /24 or /64 as rows hold it. */
export function readPlace(typed: string): Pick<AuditFilter, 'network' | 'ip'> | null {
  const [address = '', prefix] = typed.split('/');
  const ip = normalizeAddress(address);
  if (!ip) return null;
  const network = networkOf(ip);
  if (prefix === undefined) return { network, ip };
  return network.endsWith(`/${prefix}`) ? { network } : null;
}

/** UTC, as `2026-11-21` or `2026-11-21T16:04`. */
export function readTime(typed: string): Date | undefined {
  if (!time.test(typed)) return undefined;
  const at = new Date(typed.includes('T') && !typed.endsWith('Z') ? `${typed}Z` : typed);
  // The 31st of February would be one of March.
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(typed.slice(0, 10)) ? undefined : at;
}
