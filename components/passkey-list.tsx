import { Button, SmallButton } from './button';
import { Foreign } from './facts';
import { Hidden } from './hidden';
import { Row, Rows } from './section';
import { Time } from './time';

type Passkey = {
  id: string;
  name: string;
  synced: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
  /** `Chrome on Linux`, as it said itself. */
  lastUsedWith: string | null;
  lastUsedIp: string | null;
};

export function PasskeyList({
  passkeys,
  longestName,
  now,
}: {
  passkeys: Passkey[];
  longestName: number;
  now: Date;
}) {
  return (
    <Rows>
      {passkeys.map((passkey) => (
        <Row
          key={passkey.id}
          title={<Foreign>{passkey.name}</Foreign>}
          facts={
            <>
              <PasskeyFacts passkey={passkey} now={now} />
              <Rename passkey={passkey} longestName={longestName} />
            </>
          }
        >
          <form action={`/account/security/passkeys/${passkey.id}/remove`}>
            <SmallButton aria-label={`Remove ${passkey.name}`}>Remove</SmallButton>
          </form>
        </Row>
      ))}
    </Rows>
  );
}

function PasskeyFacts({ passkey, now }: { passkey: Passkey; now: Date }) {
  const { synced, createdAt, lastUsedAt, lastUsedWith, lastUsedIp } = passkey;
  return (
    <>
      <p>
        {synced ? 'Synced between your devices' : 'On one device only'} · added{' '}
        <Time at={createdAt} now={now} />
      </p>
      <p>
        {lastUsedAt ? (
          <>
            Last used <Time at={lastUsedAt} now={now} />
            {lastUsedWith && ` with ${lastUsedWith}`}
            {lastUsedIp && ` from ${lastUsedIp}`}
          </>
        ) : (
          'Not used to sign in yet'
        )}
      </p>
    </>
  );
}

function Rename({ passkey: { id, name }, longestName }: { passkey: Passkey; longestName: number }) {
  return (
    <details>
      <summary
        aria-label={`Rename ${name}`}
        className="-mb-2 inline-flex min-h-11 items-center font-medium text-link underline decoration-1 underline-offset-4 hover:decoration-2"
      >
        Rename
      </summary>
      <form method="post" action="/account/security/passkeys/rename" className="flex flex-col gap-3 pt-1">
        <Hidden values={{ passkey: id }} />
        <label htmlFor={`name-${id}`} className="font-medium text-text">
          New name
        </label>
        <input
          id={`name-${id}`}
          name="name"
          defaultValue={name}
          required
          maxLength={longestName}
          autoComplete="off"
          className="w-full rounded-xl border border-control bg-card px-4 py-2.5 text-base text-text"
        />
        <Button look="secondary">Save</Button>
      </form>
    </details>
  );
}
