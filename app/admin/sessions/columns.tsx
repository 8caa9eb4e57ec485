import { TextLink } from '@/components/button';
import type { Column } from '@/components/data-table';
import { Foreign } from '@/components/facts';
import { SessionState } from '@/components/session-state';
import { Day, Time } from '@/components/time';
import type { SessionPage } from '@/lib/sessions/list-all';
import type { Typed, Wanted } from '@/lib/sessions/wanted';
import { pathOfClient } from '../clients/path';
import { pathOfOrganization } from '../organizations/path';
import { pathOfUser } from '../users/path';
import { pathOfSession, pathOfSessions } from './path';

type Row = SessionPage['sessions'][number];

/** The columns that can be chosen, in their order; the first is always there. */
export const choosable = [
  { id: 'person', heading: 'Person', isUsual: true },
  { id: 'client', heading: 'Client', isUsual: true },
  { id: 'organization', heading: 'Organization', isUsual: false },
  { id: 'place', heading: 'Place', isUsual: true },
  { id: 'created', heading: 'Created', isUsual: true },
  { id: 'used', heading: 'Last used', isUsual: true },
  { id: 'state', heading: 'State', isUsual: true },
  { id: 'scopes', heading: 'Scopes', isUsual: false },
  { id: 'expires', heading: 'Ends at the latest', isUsual: false },
] as const;

const usual = choosable.filter(({ isUsual }) => isUsual).map(({ id }): string => id);

/** What is not one of ours is none; none at all means the usual ones. */
export const chosenColumns = (asked: readonly string[]): string[] => {
  const known = choosable.map(({ id }): string => id).filter((id) => asked.includes(id));
  return known.length > 0 ? known : usual;
};
export const columnsInAddress = (shown: readonly string[]): string | undefined =>
  shown.join() === usual.join() ? undefined : shown.join();

export function sessionColumns({
  wanted,
  typed,
  shown,
  now,
  seesClients,
}: {
  wanted: Wanted;
  typed: Typed;
  shown: readonly string[];
  now: Date;
  seesClients: boolean;
}): Column<Row>[] {
  const sortBy = (sort: Wanted['sort']) => {
    const isNow = wanted.sort === sort;
    const order = isNow && wanted.direction === 'descending' ? 'ascending' : undefined;
    const columns = columnsInAddress(shown);
    return {
      href: pathOfSessions({ ...typed, sort, order }, { columns }),
      now: isNow ? wanted.direction : ('none' as const),
    };
  };
  const cells: Record<string, Pick<Column<Row>, 'cell' | 'sort'>> = {
    person: {
      cell: ({ userId, email }) => (
        <span className="block lg:min-w-36">
          <TextLink href={pathOfUser(userId)}>
            <bdi>{email}</bdi>
          </TextLink>
        </span>
      ),
    },
    client: {
      cell: ({ clientId, clientName }) => (
        <span className="block lg:min-w-24">
          {seesClients ? (
            <TextLink href={pathOfClient(clientId)}>
              <Foreign>{clientName}</Foreign>
            </TextLink>
          ) : (
            <Foreign>{clientName}</Foreign>
          )}
        </span>
      ),
    },
    organization: {
      cell: ({ organizationName, organizationSlug }) =>
        organizationName && organizationSlug ? (
          <TextLink href={pathOfOrganization(organizationSlug)}>
            <Foreign>{organizationName}</Foreign>
          </TextLink>
        ) : (
          'None'
        ),
    },
    place: {
      cell: ({ ip, network }) =>
        network ? (
          <span className="lg:whitespace-nowrap">
            <TextLink href={pathOfSessions({ network })}>{ip ?? network}</TextLink>
          </span>
        ) : (
          <span className="lg:whitespace-nowrap">{ip ?? 'Not known'}</span>
        ),
    },
    created: { cell: ({ createdAt }) => <When at={createdAt} now={now} />, sort: sortBy('created') },
    used: { cell: ({ lastUsedAt }) => <When at={lastUsedAt} now={now} />, sort: sortBy('used') },
    state: { cell: ({ state }) => <SessionState state={state} /> },
    scopes: { cell: ({ scopes }) => (scopes.length > 0 ? <Foreign>{scopes.join(' ')}</Foreign> : 'None') },
    expires: { cell: ({ expiresAt }) => <Day at={expiresAt} now={now} /> },
  };
  return [
    {
      id: 'device',
      heading: 'Device',
      cell: ({ id, deviceName }) => (
        <TextLink href={pathOfSession(id)}>
          {deviceName ? <Foreign>{deviceName}</Foreign> : 'A device without a name'}
        </TextLink>
      ),
    },
    ...choosable.map(({ id, heading }) => ({ id, heading, ...cells[id]! })),
  ];
}

const When = (props: { at: Date; now: Date }) => (
  <span className="whitespace-nowrap">
    <Time {...props} />
  </span>
);
