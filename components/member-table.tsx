import { Badge } from './badge';
import { type Column, DataTable } from './data-table';
import { Foreign } from './facts';
import { Day } from './time';

type Member = {
  id: string;
  href: string;
  name: string | null;
  email: string;
  role: string;
  since: Date;
  disabledAt: Date | null;
  hasSecondFactor: boolean;
};

/** Who belongs to an organization. `role` in words. */
export function MemberTable({ members, now }: { members: Member[]; now: Date }) {
  const columns: Column<Member>[] = [
    { id: 'member', heading: 'Member', cell: (member) => <Name of={member} /> },
    { id: 'role', heading: 'Role', cell: ({ role }) => role },
    { id: 'since', heading: 'Since', cell: ({ since }) => <Day at={since} now={now} /> },
    {
      id: 'factor',
      heading: 'Second factor',
      cell: ({ hasSecondFactor }) => (hasSecondFactor ? 'Set up' : 'None'),
    },
  ];
  return <DataTable caption="Members" columns={columns} rows={members} />;
}

const Name = ({ of: { href, name, email, disabledAt } }: { of: Member }) => (
  <>
    <a href={href} className="break-words underline decoration-line underline-offset-4 hover:decoration-1">
      <Foreign>{name ?? email}</Foreign>
    </a>{' '}
    {disabledAt && <Badge tone="error">Disabled</Badge>}
    {name && (
      <span className="block font-normal break-words text-muted">
        <bdi>{email}</bdi>
      </span>
    )}
  </>
);
