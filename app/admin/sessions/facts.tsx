import { SessionFacts } from '@/components/session-facts';
import { isPermitted } from '@/lib/authority/rules';
import { self } from '@/lib/clients/resources';
import { authorityOfPerson, type Person } from '@/lib/login/browser-session';
import type { DescribedSession } from '@/lib/sessions/describe';
import { plainScope } from '../clients/[id]/scope';
import { pathOfClient } from '../clients/path';
import { pathOfOrganization } from '../organizations/path';
import { pathOfUser } from '../users/path';
import { pathOfSessions } from './path';
import { StateInWords } from './state';

/** All that is known of a session, with the ways to what it names, as far as this administrator may go. */
export const FactsOfSession = ({
  session,
  viewer,
  now,
}: {
  session: DescribedSession;
  viewer: Person;
  now: Date;
}) => (
  <SessionFacts
    session={session}
    state={<StateInWords session={session} now={now} />}
    links={{
      person: pathOfUser(session.userId),
      client: isPermitted(authorityOfPerson(viewer), 'clients:read') ? pathOfClient(session.clientId) : null,
      organization: session.organizationSlug && pathOfOrganization(session.organizationSlug),
      network: session.network && pathOfSessions({ network: session.network }),
    }}
    scopes={session.scopes.map(plainScope)}
    apis={session.resources.filter((resource) => resource !== self)}
    now={now}
  />
);
