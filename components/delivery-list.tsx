import { Badge } from './badge';
import { SmallButton } from './button';
import { DataTable } from './data-table';
import { Hidden } from './hidden';
import { Time } from './time';

type Delivery = {
  id: string;
  type: string;
  createdAt: Date;
  attempts: number;
  nextAttemptAt: Date | null;
  deliveredAt: Date | null;
  lastAttemptAt: Date | null;
  lastStatus: number | null;
  lastError: string | null;
};

/** What was sent to a webhook, and what it answered. */
export const DeliveryList = ({
  endpoint,
  deliveries,
  now,
}: {
  endpoint: string;
  deliveries: Delivery[];
  now: Date;
}) => (
  <DataTable
    caption="Deliveries, the newest first"
    rows={deliveries}
    columns={[
      { id: 'type', heading: 'Event', cell: ({ type }) => <span className="font-mono text-sm">{type}</span> },
      { id: 'state', heading: 'State', cell: (row) => <State delivery={row} now={now} /> },
      { id: 'attempts', heading: 'Tries', isNumber: true, cell: ({ attempts }) => attempts },
      { id: 'answer', heading: 'Last answer', cell: (row) => <Answer delivery={row} /> },
      { id: 'created', heading: 'Since', cell: ({ createdAt }) => <Time at={createdAt} now={now} /> },
      {
        id: 'again',
        heading: 'Again',
        cell: ({ id, type }) => (
          <form method="post" action="/admin/webhooks/resend">
            <Hidden values={{ webhook: endpoint, delivery: id }} />
            <SmallButton aria-label={`Send ${type} again`}>Send again</SmallButton>
          </form>
        ),
      },
    ]}
  />
);

function State({
  delivery: { deliveredAt, nextAttemptAt, attempts },
  now,
}: {
  delivery: Delivery;
  now: Date;
}) {
  if (deliveredAt) return <Badge tone="success">Arrived</Badge>;
  if (!nextAttemptAt) return <Badge tone="error">Given up</Badge>;
  if (attempts === 0) return <Badge>Waiting</Badge>;
  return (
    <>
      <Badge>Trying</Badge>{' '}
      <span className="text-muted">
        next <Time at={nextAttemptAt} now={now} />
      </span>
    </>
  );
}

const Answer = ({ delivery: { lastStatus, lastError } }: { delivery: Delivery }) => (
  <>
    {lastStatus ?? (lastError ? '' : '–')} {lastError && <bdi className="text-muted">{lastError}</bdi>}
  </>
);
