import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { describePerson } from '@/lib/accounts/list';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { actionsFor, findAction } from '../../actions';
import { isUserId, pathOfAction, pathOfUser } from '../../path';

export const metadata: Metadata = { title: 'Change this account?' };

/** Asks before something is done to an account. */
export default async function ActionPage({ params }: { params: Promise<{ id: string; action: string }> }) {
  const { id: idSegment, action: name } = await params;
  const id = decodeSegment(idSegment);
  const { ctx, person: admin } = await requireAdmin(pathOfAction(id, name), {
    permission: 'people:write',
    fresh: true,
  });
  const action = findAction(name);
  const person = action && isUserId(id) ? await describePerson(ctx, id) : null;
  if (!action || !person) notFound();
  if (!actionsFor(person, admin.userId).some((one) => one === name))
    redirect(pathOfUser(id, { notice: id === admin.userId ? 'self' : 'unchanged' }));
  return (
    <ConfirmCard
      title={action.title}
      intro={
        <div className="flex flex-col gap-3">
          <p>
            <bdi className="font-medium text-text">{person.email}</bdi>
          </p>
          <ul className="flex list-disc flex-col gap-1.5 pl-5 text-[0.9375rem]/6">
            {action.what.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      }
      action="/admin/users/change"
      carried={{ user: id, action: name }}
      yes={action.yes}
      no={action.no}
      back={pathOfUser(id)}
    />
  );
}
