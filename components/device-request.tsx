import { TextLink } from './button';
import { Aside, Fact, Facts, Foreign } from './facts';
import { Time } from './time';

type Grant = {
  publisher: string | null;
  claimedName: string | null;
  claimedVersion: string | null;
  claimedUserAgent: string | null;
  ip: string | null;
  createdAt: Date;
  expiresAt: Date;
  sessionLifetimeSeconds: number;
};

/** What is known of a request, and, apart from it, what the device only says of itself. */
export function DeviceRequest({
  grant,
  permissions,
  apis,
  account,
  organization,
  now,
}: {
  grant: Grant;
  permissions: string[];
  /** Whose APIs its tokens are for, by their addresses. */
  apis: string[];
  account: string;
  /** For which it would be allowed, where there is only one. */
  organization: string | null;
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
      {apis.length > 0 && (
        <Fact label="At">
          <ul>
            {apis.map((address) => (
              <li key={address} className="break-words">
                <Foreign>{address}</Foreign>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact label="For">Until you sign it out, at most {inDays(grant.sessionLifetimeSeconds)}</Fact>
      <Fact label="Publisher">{grant.publisher ? <Foreign>{grant.publisher}</Foreign> : 'Not known'}</Fact>
      <Claims grant={grant} />
      <Fact label="Asked">
        <Time at={grant.createdAt} now={now} />, from {grant.ip ?? 'an unknown address'}
        <Aside>
          Expires <Time at={grant.expiresAt} now={now} />
        </Aside>
      </Fact>
      <Fact label="Account">
        <bdi>{account}</bdi>
        <Aside>
          Not you? <TextLink href="/login?next=/device/enter">Use another account</TextLink>
        </Aside>
      </Fact>
      {organization !== null && (
        <Fact label="Organization">
          <Foreign>{organization}</Foreign>
        </Fact>
      )}
    </Facts>
  );
}

export function inDays(seconds: number): string {
  const days = Math.round(seconds / 86_400);
  return days > 1 ? `${days} days` : days === 1 ? 'a day' : 'a few hours';
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
        <Aside>
          <Foreign>{claimedUserAgent}</Foreign>
        </Aside>
      )}
      <Aside>Claimed by the device, not checked</Aside>
    </Fact>
  );
}
