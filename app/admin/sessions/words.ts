import type { ListedState } from '@/lib/sessions/filter';
import type { Meant } from '@/lib/sessions/resolve';
import type { Wanted } from '@/lib/sessions/wanted';
import { entryOf } from '../../query';

type Said = { tone: 'success' | 'warning' | 'error'; title: string; sentence: string };

export const countInWords = ({ count, isExact }: { count: number; isExact: boolean }): string =>
  `${isExact ? '' : 'more than '}${count.toLocaleString('en')} ${count === 1 && isExact ? 'session' : 'sessions'}`;

/** What revoking came to. */
export function findNotice(code: string | undefined, count: string | undefined): Said | null {
  const ended = Number(/^\d{1,3}$/.exec(count ?? '')?.[0] ?? 0);
  const notices: Record<string, Said> = {
    revoked: {
      tone: 'success',
      title: ended === 1 ? 'The session is revoked' : `${ended} sessions are revoked`,
      sentence: `Every token of ${ended === 1 ? 'it' : 'theirs'} stopped working at once, on every node.`,
    },
    already_ended: {
      tone: 'success',
      title: 'There was nothing left to revoke',
      sentence: 'What was chosen had ended already, or is not there.',
    },
    nothing_selected: {
      tone: 'warning',
      title: 'Nothing was selected',
      sentence: 'Tick the sessions to revoke, then press “Revoke selected” again.',
    },
    too_many_people: {
      tone: 'error',
      title: 'Nothing was revoked',
      sentence: 'More people are called so than could be told. Type more of the address.',
    },
  };
  return entryOf(notices, code);
}

const stateWords: Record<ListedState, string> = {
  live: 'Live sessions',
  ended: 'Sessions that were ended',
  expired: 'Sessions that have expired',
  all: 'All sessions',
};

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const isMidnight = (at: Date) => at.getTime() % 86_400_000 === 0;
const at = (date: Date) => (isMidnight(date) ? days.format(date) : `${exact.format(date)} UTC`);

function span(what: string, from: Date | null, to: Date | null): string[] {
  // The end of a day is the beginning of the next: said as the day itself.
  const last = to && isMidnight(to) ? days.format(to.getTime() - 1) : to && `${exact.format(to)} UTC`;
  if (from && last) return [`${what} from ${at(from)} to ${last}`];
  if (from) return [`${what} on ${at(from)} or later`];
  return last ? [`${what} until ${last}`] : [];
}

/** A few by name, more by how many there are; and why there are none. */
function named(names: readonly string[] | null, one: string, many: string, none: string): string[] {
  if (!names) return [];
  if (names.length === 0) return [none];
  if (names.length <= 3) return [`${one} ${names.join(' or ')}`];
  return [`${one.split(' ', 1)[0]} ${names.length} ${many}`];
}

export type Names = {
  people: readonly string[] | null;
  clients: readonly string[] | null;
  organizations: readonly string[] | null;
};

export const namesOf = ({ people, clients, organizations }: Meant): Names => ({
  people: people?.found.map(({ email }) => email) ?? null,
  clients: clients?.map(({ name }) => name) ?? null,
  organizations: organizations?.map(({ name }) => name) ?? null,
});

type Times = Pick<Wanted, 'state' | 'networks' | 'createdFrom' | 'createdTo' | 'usedFrom' | 'usedTo'>;
/** As they were typed; a filter that was kept knows them no longer. */
type Typed = Partial<Pick<Wanted, 'user' | 'client' | 'organization'>>;

/** The filter in words: what is listed, or is about to be revoked. */
export const filterInWords = (wanted: Times & Typed, names: Names): string =>
  [
    stateWords[wanted.state],
    ...named(
      names.people,
      'of',
      'people',
      wanted.user ? `of nobody: no e-mail address or name begins with “${wanted.user}”` : 'of nobody',
    ),
    ...named(
      names.clients,
      'with the client',
      'clients',
      wanted.client ? `with no client: none is called “${wanted.client}”` : 'with no client',
    ),
    ...named(
      names.organizations,
      'in the organization',
      'organizations',
      wanted.organization
        ? `in no organization: none is called “${wanted.organization}”`
        : 'in no organization',
    ),
    ...named(wanted.networks, 'from the network', 'networks', 'from no network'),
    ...span('created', wanted.createdFrom, wanted.createdTo),
    ...span('last used', wanted.usedFrom, wanted.usedTo),
  ].join(', ');

/** The same before all of it is revoked: what is the whole of it is said as that. */
export function everythingInWords(wanted: Times & Typed, names: Names, isPlatformAdmin: boolean): string {
  const words = filterInWords({ ...wanted, state: 'live' }, names);
  if (words !== stateWords.live) return words;
  return `Every live session ${isPlatformAdmin ? 'on this server' : 'of your organizations'}`;
}
