import type { ReactNode } from 'react';
import { TextLink } from './button';
import { Aside, Fact, Facts, Foreign } from './facts';
import { Time } from './time';

type Session = {
  email: string;
  clientId: string;
  clientName: string;
  publisher: string | null;
  organizationName: string | null;
  deviceName: string | null;
  userAgent: string | null;
  ip: string | null;
  network: string | null;
  approvedFromIp: string | null;
  lastUsedIp: string | null;
  amr: string[];
  acr: string | null;
  authenticatedAt: Date;
  createdAt: Date;
  lastUsedAt: Date;
};

/** All that is known of a signed-in device. */
export function SessionFacts({
  session,
  state,
  links,
  scopes,
  apis,
  now,
}: {
  session: Session;
  /** How it stands, in words. */
  state: ReactNode;
  links: { person: string; client: string | null; organization: string | null; network: string | null };
  scopes: string[];
  /** The APIs that its tokens are for. */
  apis: string[];
  now: Date;
}) {
  return (
    <Facts labels="long">
      <Fact label="State">{state}</Fact>
      <Fact label="Person">
        <TextLink href={links.person}>
          <bdi>{session.email}</bdi>
        </TextLink>
      </Fact>
      <Fact label="Client">
        <Linked href={links.client}>{session.clientName}</Linked>
        {session.publisher && (
          <Aside>
            By <Foreign>{session.publisher}</Foreign>
          </Aside>
        )}
        <Aside>
          <span className="font-mono">{session.clientId}</span>
        </Aside>
      </Fact>
      <Fact label="Organization">
        {session.organizationName ? (
          <Linked href={links.organization}>{session.organizationName}</Linked>
        ) : (
          'None'
        )}
      </Fact>
      <Fact label="Device">
        {session.deviceName ? <Foreign>{session.deviceName}</Foreign> : 'It gave no name'}
        {session.userAgent && (
          <Aside>
            <Foreign>{session.userAgent}</Foreign>
          </Aside>
        )}
        {(session.deviceName || session.userAgent) && <Aside>Claimed by the device, not checked</Aside>}
      </Fact>
      <Fact label="Asked from">
        {session.ip ?? 'An unknown address'}
        {session.network && links.network && (
          <Aside>
            Network <TextLink href={links.network}>{session.network}</TextLink>
          </Aside>
        )}
      </Fact>
      <Fact label="Allowed from">{session.approvedFromIp ?? 'An unknown address'}</Fact>
      <Fact label="Signed in">
        <Time at={session.createdAt} now={now} />
      </Fact>
      <Fact label="Last used">
        <Time at={session.lastUsedAt} now={now} />
        {session.lastUsedIp && `, from ${session.lastUsedIp}`}
      </Fact>
      <Fact label="Scopes">
        <Lines lines={scopes} none="None" />
      </Fact>
      <Fact label="For the APIs">
        <Lines lines={apis} none="This server alone" />
      </Fact>
      <Fact label="The person proved who they are">
        <Time at={session.authenticatedAt} now={now} />
        <Aside>
          {session.amr.length > 0 && <span className="font-mono">amr {session.amr.join(' ')}</span>}
        </Aside>
        {session.acr && (
          <Aside>
            <span className="font-mono">acr {session.acr}</span>
          </Aside>
        )}
      </Fact>
    </Facts>
  );
}

const Linked = ({ href, children }: { href: string | null; children: string }) =>
  href ? (
    <TextLink href={href}>
      <Foreign>{children}</Foreign>
    </TextLink>
  ) : (
    <Foreign>{children}</Foreign>
  );

const Lines = ({ lines, none }: { lines: string[]; none: string }) =>
  lines.length === 0 ? (
    none
  ) : (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <Foreign>{line}</Foreign>
        </li>
      ))}
    </ul>
  );
