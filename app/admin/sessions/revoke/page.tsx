import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { authorityOfPerson } from '@/lib/login/browser-session';
import { countSessionsToRevoke, listSessionsOf } from '@/lib/sessions/list-all';
import { readWanted } from '@/lib/sessions/wanted';
import { type Query, readQuery } from '../../../query';
import { requireAdmin, type Session } from '../../../session';
import {
  backOf,
  pathBack,
  pathOfRevoke,
  pathOfRevokeAll,
  pathOfSessions,
  readMany,
  readTyped,
  sessionId,
} from '../path';
import { countInWords, everythingInWords, namesOf } from '../words';

export const metadata: Metadata = { title: 'Revoke sessions?' };

const permission = 'sessions:write';

/** Asks before the chosen sessions are revoked, or all of a filter. */
export default async function RevokePage({ searchParams }: { searchParams: Query }) {
  const { all, back } = await readQuery(searchParams, 'all', 'back');
  const ids = (await readMany(searchParams, 'session')).filter((id) => sessionId.safeParse(id).success);
  const typed = await readTyped(searchParams);
  const here = all ? pathOfRevokeAll(typed) : pathOfRevoke(ids, back);
  // With nothing chosen there is nothing to prove oneself for.
  const session = await requireAdmin(here, { permission, fresh: Boolean(all) || ids.length > 0 });
  return all
    ? await RevokeAll(session, typed)
    : await RevokeSelected(session, ids.slice(0, 50), backOf(back));
}

async function RevokeSelected({ ctx }: Session, ids: string[], back: string) {
  const sessions = await listSessionsOf(ctx, ids);
  const open = sessions.filter(({ state }) => state === 'live' || state === 'blocked');
  if (open.length === 0)
    redirect(pathBack(back, { notice: ids.length === 0 ? 'nothing_selected' : 'already_ended' }));
  const count = countInWords({ count: open.length, isExact: true });
  return (
    <ConfirmCard
      title={open.length === 1 ? 'Revoke this session?' : `Revoke ${count}?`}
      intro={
        <div className="flex flex-col gap-3">
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {open.slice(0, 10).map(({ id, deviceName, email, clientName }) => (
              <li key={id}>
                <Foreign>{deviceName ?? 'A device without a name'}</Foreign> of <bdi>{email}</bdi>,{' '}
                <Foreign>{clientName}</Foreign>
              </li>
            ))}
            {open.length > 10 && <li>and {open.length - 10} more</li>}
          </ul>
          <WhatFollows />
        </div>
      }
      action="/admin/sessions/revoke/selected"
      carried={{ sessions: open.map(({ id }) => id).join('.'), back }}
      yes={open.length === 1 ? 'Revoke' : `Revoke ${count}`}
      no={open.length === 1 ? 'Keep it' : 'Keep them'}
      back={back}
    />
  );
}

async function RevokeAll({ ctx, person }: Session, typed: Awaited<ReturnType<typeof readTyped>>) {
  const { wanted, problems } = readWanted(typed, ctx.now);
  if (Object.keys(problems).length > 0) redirect(pathOfSessions(typed));
  const { meant, ...found } = await countSessionsToRevoke(ctx, wanted, ctx.now);
  if (meant.people?.hasMore) redirect(pathOfSessions(typed, { notice: 'too_many_people' }));
  if (found.isExact && found.count === 0) redirect(pathOfSessions(typed, { notice: 'already_ended' }));
  const count = countInWords(found);
  const { isPlatformAdmin } = authorityOfPerson(person);
  const filled = Object.entries(typed).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return (
    <ConfirmCard
      title={`Revoke ${count}?`}
      intro={
        <div className="flex flex-col gap-3">
          <p>
            <Foreign>{`${everythingInWords(wanted, namesOf(meant), isPlatformAdmin)}.`}</Foreign> Those that
            begin from now on are not meant.
          </p>
          <WhatFollows />
        </div>
      }
      action="/admin/sessions/revoke/all"
      carried={{ ...Object.fromEntries(filled), until: ctx.now.toISOString() }}
      yes={`Revoke ${count}`}
      no="Keep them"
      back={pathOfSessions(typed)}
    />
  );
}

const WhatFollows = () => (
  <p>
    Every token stops working at once, and each device has to ask its person again.{' '}
    <strong className="font-semibold text-text">It cannot be undone.</strong>
  </p>
);
