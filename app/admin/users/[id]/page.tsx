import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Badge } from '@/components/badge';
import { LinkButton, SmallButton, TextLink } from '@/components/button';
import { Foreign } from '@/components/facts';
import { Notice } from '@/components/notice';
import { FactorFacts, PersonFacts } from '@/components/person-facts';
import { Section } from '@/components/section';
import { describePerson } from '@/lib/accounts/list';
import { isPermitted } from '@/lib/authority/rules';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { decodeSegment, type Query, readQuery } from '../../../query';
import { requireAdmin } from '../../../session';
import { pathOfOrganization } from '../../organizations/path';
import { AdminPage } from '../../shell';
import { actionsFor, findAction } from '../actions';
import { isUserId, pathOfAction, pathOfReset, pathOfUser } from '../path';
import { BrowsersOfPerson, DevicesOfPerson, HistoryOfPerson, KeysOfPerson } from './sections';
import { findNotice, hasFactors, waysIn } from './words';

export const metadata: Metadata = { title: 'User' };

type Props = { params: Promise<{ id: string }>; searchParams: Query };

export default async function UserPage({ params, searchParams }: Props) {
  const { notice } = await readQuery(searchParams, 'notice');
  const id = decodeSegment((await params).id);
  const session = await requireAdmin(pathOfUser(id), { permission: 'people:read' });
  const shown = isUserId(id) ? await describePerson(session.ctx, id) : null;
  if (!shown) notFound();
  const { now } = session.ctx;
  const mayChange = isPermitted(authorityOfPerson(session.person), 'people:write');
  const said = findNotice(notice);
  const person = {
    ...shown,
    organizations: shown.organizations.map((one) => ({ ...one, href: pathOfOrganization(one.slug) })),
  };
  return (
    <AdminPage
      place="users"
      session={session}
      title={<Foreign>{person.name ?? person.email}</Foreign>}
      intro={
        <span className="mt-1 flex flex-wrap gap-2">
          {person.role === 'admin' && <Badge>Administrator</Badge>}
          {person.disabledAt && <Badge tone="error">Disabled</Badge>}
        </span>
      }
    >
      {said && (
        <Notice tone={said.tone} title={said.title}>
          <p>{said.sentence}</p>
        </Notice>
      )}
      <PersonFacts person={person} waysIn={await waysIn(shown)} now={now} />
      {mayChange && (
        <div className="flex flex-wrap gap-3">
          {actionsFor(person, session.person.userId).map((name) => (
            <form key={name} action={pathOfAction(person.id, name)}>
              <SmallButton>{findAction(name)!.yes}</SmallButton>
            </form>
          ))}
        </div>
      )}
      <DevicesOfPerson session={session} person={person} />
      {session.person.role === 'admin' && (
        <>
          <BrowsersOfPerson session={session} userId={person.id} />
          <KeysOfPerson session={session} userId={person.id} />
        </>
      )}
      <Section id="factors" title="Second factors">
        <FactorFacts person={person} now={now} />
        {person.id === session.person.userId ? (
          <p className="text-sm/6 text-muted">
            This is you. Change your own second factors on{' '}
            <TextLink href="/account/security">your security page</TextLink>.
          </p>
        ) : !mayChange ? null : hasFactors(shown) ? (
          <div className="flex flex-col gap-3">
            <p className="text-sm/6 text-muted">
              Has this person lost them all? Resetting takes them away, so that they can sign in and set up
              new ones.
            </p>
            <div className="sm:max-w-60">
              <LinkButton href={pathOfReset(person.id)} look="secondary">
                Reset second factors
              </LinkButton>
            </div>
          </div>
        ) : (
          <p className="text-sm/6 text-muted">There is nothing to reset.</p>
        )}
      </Section>
      <HistoryOfPerson session={session} userId={person.id} />
      <p>
        <TextLink href="/admin/users">All users</TextLink>
      </p>
    </AdminPage>
  );
}
