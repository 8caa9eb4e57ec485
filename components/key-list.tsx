import type { ReactNode } from 'react';
import { Badge } from './badge';
import { SmallButton } from './button';
import { Foreign } from './facts';
import { Row, Rows } from './section';
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
  /** The page that asks before it is revoked; null where that is not for whoever looks. */
  revokeHref: string | null;
};

/** API keys, by their first letters. `heading`: below which others it stands. */
export function KeyList({ keys, now, heading = 'h2' }: { keys: Key[]; now: Date; heading?: 'h2' | 'h3' }) {
  return (
    <Rows>
      {keys.map((key) => (
        <Row
          key={key.id}
          heading={heading}
          title={<KeyTitle of={key} now={now} />}
          facts={<KeyFacts of={key} now={now} />}
        >
          {key.revokeHref && (
            <form action={key.revokeHref}>
              <SmallButton aria-label={`Revoke ${key.name}`}>Revoke</SmallButton>
            </form>
          )}
        </Row>
      ))}
    </Rows>
  );
}

const isExpired = ({ expiresAt }: Pick<Key, 'expiresAt'>, now: Date) =>
  expiresAt !== null && expiresAt <= now;

const KeyTitle = ({ of, now }: { of: Key; now: Date }) => (
  <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
    <Foreign>{of.name}</Foreign>
    {of.hint && <code className="font-mono text-sm text-muted">{of.hint}…</code>}
    {isExpired(of, now) && <Badge tone="error">Expired</Badge>}
    {of.managedByFile && <Badge>Managed by file</Badge>}
  </span>
);

const KeyFacts = ({ of, now }: { of: Key; now: Date }) => (
  <>
    <p className="break-words">{of.scopes.length > 0 ? of.scopes.join(', ') : 'It may do nothing'}</p>
    <p>
      Made <Day at={of.createdAt} now={now} /> · <Expiry of={of} now={now} /> ·{' '}
      {of.lastUsedAt ? (
        <>
          last used <Time at={of.lastUsedAt} now={now} />
        </>
      ) : (
        'never used'
      )}
    </p>
  </>
);

export function Expiry({ of, now }: { of: Pick<Key, 'expiresAt'>; now: Date }): ReactNode {
  if (!of.expiresAt) return 'does not expire';
  return (
    <>
      {isExpired(of, now) ? 'expired' : 'expires'} <Day at={of.expiresAt} now={now} />
    </>
  );
}
