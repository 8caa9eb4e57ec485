import type { AuditRow } from '@/components/audit-table';
import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import type { AuditEntry, Known } from '@/lib/audit/list';
import { sentenceOf } from '@/lib/audit/words';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import { pathOfKey } from '../api-keys/path';
import { pathOfClient } from '../clients/path';
import { pathOfOrganization } from '../organizations/path';
import { pathOfUser } from '../users/path';
import { pathOfWebhook } from '../webhooks/path';

/** Events as the pages of administrators show them: with the ways to what they name, as far as this one may go. */
export const rowsOf = (events: readonly AuditEntry[], viewer: Person): AuditRow[] =>
  events.map((event) => ({
    ...{ id: event.id, at: event.at, action: event.action, ip: event.ip, network: event.network },
    parts: sentenceOf(event).map((part, at) => ({
      key: String(at),
      ...(typeof part === 'string'
        ? { text: part, isForeign: false, href: null }
        : {
            text: part.label,
            isForeign: part.known?.state === 'known',
            href: hrefOf(part.known, viewer),
          }),
    })),
    organization: placeOf(event.organization, viewer),
    more: moreOf(event),
  }));

/** The page of what an event names; null where there is none, or none for this one. */
export function hrefOf(known: Known | null, viewer: Person): string | null {
  if (known?.state !== 'known') return null;
  const may = (permission: Parameters<typeof isPermitted>[1]) =>
    isPermitted(authorityOfPerson(viewer), permission);
  switch (known.kind) {
    case 'person':
      return may('people:read') ? pathOfUser(known.id) : null;
    case 'client':
      return may('clients:read') ? pathOfClient(known.id) : null;
    case 'organization':
      return known.slug && may('organizations:read') ? pathOfOrganization(known.slug) : null;
    case 'webhook':
      return may('webhooks:read') ? pathOfWebhook(known.id) : null;
    case 'api_key':
      return may('api_keys:read') ? pathOfKey(known.id) : null;
  }
}

function placeOf(organization: Known | null, viewer: Person) {
  if (organization?.state !== 'known') return null;
  const href = hrefOf(organization, viewer);
  const name = <Foreign>{organization.name}</Foreign>;
  return href ? <TextLink href={href}>{name}</TextLink> : name;
}

/** Everything that stands in the row, for whoever looks for it elsewhere. */
const moreOf = (event: AuditEntry): [string, string][] =>
  [
    ['Time', event.at.toISOString()],
    ['Done by', `${event.actorType}${event.actorId ? ` ${event.actorId}` : ''}`],
    ['Person', event.userId],
    ['Client', event.clientId],
    ['Target', event.targetId && `${event.targetType} ${event.targetId}`],
    ['Network', event.network],
    ['Request', event.requestId],
    ['Detail', event.detail && JSON.stringify(event.detail)],
    ['Number', event.id],
  ].filter((one): one is [string, string] => Boolean(one[1]));
