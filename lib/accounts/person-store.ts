import { Forbidden } from '@/lib/authority/forbidden';
import { actingPerson, type RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';

/**
 * Whoever takes an administrator's rights away, or disables or deletes one, holds this lock meanwhile
 * (`inLockedTransaction`), so that two who do it to each other leave one.
 */
export const administratorsLock = 'administrators';

export type PersonState = { email: string; role: 'user' | 'admin'; disabledAt: Date | null };

export const findPersonState = (db: Db, id: string): Promise<PersonState | null> =>
  db.user.findUnique({ where: { id }, select: { email: true, role: true, disabledAt: true } });

/**
 * Under the lock: is whoever acts, in a browser or by a key, still an administrator of everything? What they were when
 * their request began may have been taken from them since. Throws {@link Forbidden}.
 */
export async function requireStillAdmin(db: Db, ctx: RequestContext): Promise<void> {
  const userId = actingPerson(ctx);
  if (userId === null) return;
  const person = await findPersonState(db, userId);
  if (person?.role !== 'admin' || person.disabledAt) throw new Forbidden('people:write');
}

/** Is there another administrator who can sign in? */
export const hasOtherAdmin = async (db: Db, id: string): Promise<boolean> =>
  (await db.user.findFirst({
    where: { role: 'admin', disabledAt: null, id: { not: id } },
    select: { id: true },
  })) !== null;

/** False: they have it already. */
export async function setRole(db: Db, id: string, role: 'user' | 'admin'): Promise<boolean> {
  return (await db.user.updateMany({ where: { id, role: { not: role } }, data: { role } })).count === 1;
}

/** False: they are already. */
export async function setDisabled(
  db: Db,
  { now }: RequestContext,
  id: string,
  disabled: boolean,
): Promise<boolean> {
  const where = { id, disabledAt: disabled ? null : { not: null } };
  return (await db.user.updateMany({ where, data: { disabledAt: disabled ? now : null } })).count === 1;
}

/** After a change of the role: no browser keeps a session of before (security.md, “new session id at role change”). */
export async function endBrowserSessions(db: Db, userId: string): Promise<number> {
  return (await db.browserSession.deleteMany({ where: { userId } })).count;
}
