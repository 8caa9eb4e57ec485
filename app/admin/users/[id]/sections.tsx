import { TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { HistoryList } from '@/components/history-list';
import { KeyList } from '@/components/key-list';
import { Row, Rows, Section } from '@/components/section';
import { SessionState } from '@/components/session-state';
import { Time } from '@/components/time';
import { listBrowsersOfPerson, listHistoryOfPerson } from '@/lib/accounts/look';
import { listApiKeysOfPerson } from '@/lib/api-keys/administer';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { describeSignIn } from '@/lib/login/sign-in-words';
import { describeUserAgent } from '@/lib/login/user-agent';
import { listSessions } from '@/lib/sessions/list-all';
import { readWanted } from '@/lib/sessions/wanted';
import type { Session } from '../../../session';
import { pathOfKey } from '../../api-keys/path';
import { historyItems } from '../../history-items';
import { pathOfRevoke, pathOfRevokeAll, pathOfSession, pathOfSessions } from '../../sessions/path';
import { pathOfUser } from '../path';

/** The rest is in the list of sessions. */
const most = 10;

type Person = { id: string; email: string };

/** The devices that are signed in as somebody, and the way to end each. */
export async function DevicesOfPerson({
  session: { ctx, person: admin },
  person,
}: {
  session: Session;
  person: Person;
}) {
  const { wanted } = readWanted({ user: person.id, sort: 'used' }, ctx.now);
  const { sessions, after } = await listSessions(ctx, wanted, null);
  const mayRevoke = isPermitted(authorityOfPerson(admin), 'sessions:write');
  const isMore = sessions.length > most || after !== null;
  return (
    <Section
      id="devices"
      title="Devices"
      intro={`What is signed in as this person${admin.role === 'admin' ? '' : ' for your organizations'}, last used first.`}
    >
      {sessions.length > 0 && (
        <Rows>
          {sessions.slice(0, most).map(({ id, deviceName, clientName, state, ip, createdAt, lastUsedAt }) => (
            <Row
              key={id}
              title={
                <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                  <TextLink href={pathOfSession(id)}>
                    <Foreign>{deviceName ?? clientName}</Foreign>
                  </TextLink>
                  {state !== 'live' && <SessionState state={state} />}
                </span>
              }
              facts={
                <>
                  <Foreign>{clientName}</Foreign>
                  {ip && ` · from ${ip}`} · last used <Time at={lastUsedAt} now={ctx.now} /> · signed in{' '}
                  <Time at={createdAt} now={ctx.now} />
                </>
              }
            >
              {mayRevoke && (
                <TextLink href={pathOfRevoke([id], pathOfUser(person.id))}>
                  Revoke<span className="sr-only"> {deviceName ?? clientName}</span>
                </TextLink>
              )}
            </Row>
          ))}
        </Rows>
      )}
      <p className="flex flex-wrap gap-x-6 gap-y-2 text-sm/6">
        {sessions.length === 0 && <span className="text-muted">None.</span>}
        {isMore && <span className="text-muted">These are the latest {most}.</span>}
        <TextLink href={pathOfSessions({ user: person.email, state: 'all' })}>
          All sessions of this person
        </TextLink>
        {mayRevoke && sessions.length > 1 && (
          <TextLink href={pathOfRevokeAll({ user: person.email })}>Revoke all of them</TextLink>
        )}
      </p>
    </Section>
  );
}

/** What somebody's scripts call this server with, and the way to end each. */
export async function KeysOfPerson({ session: { ctx }, userId }: { session: Session; userId: string }) {
  const keys = await listApiKeysOfPerson(ctx, userId);
  return (
    <Section id="keys" title="API keys" intro="What this person’s scripts call this server with.">
      {keys.length === 0 ? (
        <p className="text-sm/6 text-muted">None.</p>
      ) : (
        <KeyList
          heading="h3"
          keys={keys.map((key) => ({ ...key, revokeHref: pathOfKey(key.id) }))}
          now={ctx.now}
        />
      )}
    </Section>
  );
}

/** The browsers that are signed in as somebody. */
export async function BrowsersOfPerson({ session: { ctx }, userId }: { session: Session; userId: string }) {
  const browsers = await listBrowsersOfPerson(ctx, userId);
  return (
    <Section id="browsers" title="Browsers" intro="Where this person is signed in to these pages.">
      {browsers.length === 0 ? (
        <p className="text-sm/6 text-muted">None.</p>
      ) : (
        <Rows>
          {browsers.map(({ id, userAgent, ip, amr, createdAt }) => {
            const how = describeSignIn(amr);
            return (
              <Row
                key={id}
                title={describeUserAgent(userAgent)}
                facts={
                  <>
                    Signed in <Time at={createdAt} now={ctx.now} />
                    {ip && `, from ${ip}`}
                    {how && `, with ${how}`}
                  </>
                }
              />
            );
          })}
        </Rows>
      )}
    </Section>
  );
}

/** What somebody did lately, and what was done to them. */
export async function HistoryOfPerson({ session: { ctx }, userId }: { session: Session; userId: string }) {
  const events = await listHistoryOfPerson(ctx, userId);
  return (
    <Section id="history" title="Lately" intro="What this person did, and what was done to their account.">
      <HistoryList items={historyItems(events)} now={ctx.now} />
    </Section>
  );
}
