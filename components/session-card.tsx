import { Button, TextLink } from './button';
import { Aside, Fact, Facts, Foreign } from './facts';
import { Hidden } from './hidden';
import { SessionState } from './session-state';
import { Time } from './time';

type Session = {
  id: string;
  email: string;
  clientId: string;
  clientName: string;
  organizationName: string | null;
  deviceName: string | null;
  userAgent: string | null;
  ip: string | null;
  lastUsedIp: string | null;
  scopes: string[];
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  state: 'live' | 'blocked' | 'expired' | 'ended';
};

/** A signed-in device of anybody, and, unless it is over, the way to end it. */
export function SessionCard({
  session,
  title,
  whyEnded,
  href,
  personHref,
  clientHref,
  carried,
  now,
}: {
  session: Session;
  title: string;
  /** A sentence, of one that has ended. */
  whyEnded: string | null;
  /** Its own page, with its history. */
  href: string;
  personHref: string;
  clientHref: string;
  /** What the form brings back. */
  carried: Record<string, string>;
  now: Date;
}) {
  const isOver = session.state === 'ended' || session.state === 'expired';
  return (
    <section className="flex flex-col gap-5 rounded-2xl border border-line bg-card p-5 sm:p-8 sm:shadow-card">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg/7 font-semibold tracking-tight">{title}</h2>
        <SessionState state={session.state} />
      </div>
      <Facts labels="medium">
        <Fact label="State">
          <State session={session} whyEnded={whyEnded} now={now} />
        </Fact>
        <Fact label="Person">
          <TextLink href={personHref}>
            <bdi>{session.email}</bdi>
          </TextLink>
        </Fact>
        {session.organizationName && (
          <Fact label="Organization">
            <Foreign>{session.organizationName}</Foreign>
          </Fact>
        )}
        <Fact label="Client">
          <a href={clientHref} className="font-medium text-link underline underline-offset-4">
            <Foreign>{session.clientName}</Foreign>
          </a>
          <Aside>
            <span className="font-mono">{session.clientId}</span>
          </Aside>
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
        <Fact label="Signed in">
          <Time at={session.createdAt} now={now} />, from {session.ip ?? 'an unknown address'}
        </Fact>
        <Fact label="Last used">
          <Time at={session.lastUsedAt} now={now} />
          {session.lastUsedIp && `, from ${session.lastUsedIp}`}
        </Fact>
        <Fact label="Scopes">
          {session.scopes.length > 0 ? <Foreign>{session.scopes.join(', ')}</Foreign> : 'None'}
        </Fact>
      </Facts>
      <p>
        <TextLink href={href}>This session and its history</TextLink>
      </p>
      {!isOver && (
        <form method="post" action="/admin/tokens/revoke" className="flex flex-col gap-3">
          <Hidden values={carried} />
          <p className="text-sm/6 text-muted">
            Revoking ends the whole sign-in: this token and every other token of this device stop working at
            once, and the device has to ask the person again.
          </p>
          <div className="sm:max-w-52">
            <Button>Revoke</Button>
          </div>
        </form>
      )}
    </section>
  );
}

function State({ session, whyEnded, now }: { session: Session; whyEnded: string | null; now: Date }) {
  const end = <Time at={session.expiresAt} now={now} />;
  switch (session.state) {
    case 'live':
      return <>Live; ends {end} at the latest</>;
    case 'expired':
      return <>Expired {end}, and is worth nothing</>;
    case 'blocked':
      return (
        <>
          Blocked: its person, client or organization is disabled, or the person has left the organization. It
          would count again if that were undone.
        </>
      );
    case 'ended':
      return (
        <>
          Ended {session.revokedAt && <Time at={session.revokedAt} now={now} />}
          {whyEnded && <Aside>{whyEnded}</Aside>}
        </>
      );
  }
}
