import type { ReactNode } from 'react';
import { Button, TextLink } from './button';
import { Aside, Fact, Facts, Foreign } from './facts';
import { Hidden } from './hidden';
import { Expiry } from './key-list';
import { Day, Time } from './time';

type Key = {
  id: string;
  name: string;
  scopes: string[];
  hint: string | null;
  managedByFile: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** One API key of anybody's, and, unless it is over or a file declares it, the way to end it. */
export function KeyCard({
  of: key,
  owner,
  mayRevoke,
  now,
}: {
  of: Key;
  owner: { kind: 'Person' | 'Organization'; name: string; href: string | null };
  mayRevoke: boolean;
  now: Date;
}) {
  return (
    <div className="flex flex-col gap-6">
      <Facts labels="medium">
        <Fact label={owner.kind}>
          {owner.href ? (
            <TextLink href={owner.href}>
              <Foreign>{owner.name}</Foreign>
            </TextLink>
          ) : (
            <Foreign>{owner.name}</Foreign>
          )}
        </Fact>
        <Fact label="State">
          <State of={key} now={now} />
        </Fact>
        <Fact label="It may">{key.scopes.length > 0 ? key.scopes.join(', ') : 'do nothing'}</Fact>
        {key.hint && (
          <Fact label="Begins with">
            <code className="font-mono">{key.hint}</code>
          </Fact>
        )}
        <Fact label="Made">
          <Day at={key.createdAt} now={now} />
        </Fact>
        <Fact label="Last used">{key.lastUsedAt ? <Time at={key.lastUsedAt} now={now} /> : 'Never'}</Fact>
      </Facts>
      {key.managedByFile && !key.revokedAt && (
        <p className="rounded-xl border border-line bg-card px-4 py-3 text-sm/6 text-muted">
          Managed by CLIENTS_FILE: to revoke it, change its value there, then reload with{' '}
          <code className="font-mono whitespace-nowrap">kill -HUP</code>.
        </p>
      )}
      {mayRevoke && !key.managedByFile && !key.revokedAt && (
        <form method="post" action="/admin/api-keys/revoke" className="flex flex-col gap-3">
          <Hidden values={{ key: key.id }} />
          <p className="text-sm/6 text-muted">
            Whatever uses this key is refused at once. This cannot be undone: a new key would have to be made.
          </p>
          <div className="sm:max-w-52">
            <Button>Revoke the key</Button>
          </div>
        </form>
      )}
    </div>
  );
}

function State({ of: key, now }: { of: Key; now: Date }): ReactNode {
  if (key.revokedAt)
    return (
      <>
        Revoked <Time at={key.revokedAt} now={now} />
      </>
    );
  if (key.expiresAt && key.expiresAt <= now) return <Expired of={key} now={now} />;
  return (
    <>
      Not revoked; <Expiry of={key} now={now} />
      <Aside>It counts unless its owner is disabled.</Aside>
    </>
  );
}

const Expired = ({ of, now }: { of: Key; now: Date }) => (
  <>
    Over: it <Expiry of={of} now={now} />
  </>
);
