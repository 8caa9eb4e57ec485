import { TextLink } from './button';
import { Fact, Facts, Foreign } from './facts';
import { Time } from './time';

type Grant = {
  publisher: string | null;
  claimedName: string | null;
  claimedVersion: string | null;
  claimedUserAgent: string | null;
  ip: string | null;
  createdAt: Date;
  expiresAt: Date;
};

/** What is known of a request, and, apart from it, what the device only says of itself. */
export function DeviceRequest({
  grant,
  permissions,
  account,
  now,
}: {
  grant: Grant;
  permissions: string[];
  account: string;
  now: Date;
}) {
  return (
    <Facts>
      {permissions.length > 0 && (
        <Fact label="It may">
          <ul>
            {permissions.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact label="Your account">
        <bdi className="font-medium">{account}</bdi>
        <span className="block text-sm/6 text-muted">
          Not you? <TextLink href="/login?next=/device/enter">Use another account</TextLink>
        </span>
      </Fact>
      <Fact label="Published by">{grant.publisher ? <Foreign>{grant.publisher}</Foreign> : 'Not known'}</Fact>
      <Claims grant={grant} />
      <Fact label="Asked from">{grant.ip ?? 'An unknown network address'}</Fact>
      <Fact label="Asked">
        <Time at={grant.createdAt} now={now} />
        <span className="text-muted">
          , expires <Time at={grant.expiresAt} now={now} />
        </span>
      </Fact>
    </Facts>
  );
}

function Claims({ grant: { claimedName, claimedVersion, claimedUserAgent } }: { grant: Grant }) {
  if (!claimedName && !claimedVersion && !claimedUserAgent) return null;
  return (
    <Fact label="Says it is">
      {claimedName && <Foreign>{claimedName}</Foreign>}
      {claimedVersion && (
        <>
          {claimedName ? ', version ' : 'Version '}
          <Foreign>{claimedVersion}</Foreign>
        </>
      )}
      {claimedUserAgent && (
        <span className="block font-mono text-[0.8125rem]/5 text-muted">
          <Foreign>{claimedUserAgent}</Foreign>
        </span>
      )}
      <span className="block text-sm/6 text-muted">Claimed by the device, not checked.</span>
    </Fact>
  );
}
