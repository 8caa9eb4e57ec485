import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { ownClients } from '@/lib/clients/own-client';
import { type ClientProfile, profileFields } from '@/lib/clients/profile';
import { becomesAdministratorsOnly } from '@/lib/clients/rules';
import {
  type ClientRow,
  type ClientState,
  findClientsToSettle,
  putClient,
  replaceSecrets,
} from '@/lib/clients/store';
import type { RequestContext } from '@/lib/context';
import type { Db } from '@/lib/db/transaction';
import { endSessionsOfClient } from '@/lib/sessions/end';

export type DeclaredClient = { id: string; profile: ClientProfile; isDisabled: boolean; secrets: Buffer[] };

/**
 * Make the clients as CLIENTS_FILE declares them, whoever made them. One that it declares no more is disabled; our own
 * goes back to what it is everywhere. Sessions end with a client that is disabled, so that they do not live again when
 * it is enabled, with one that has no secret any more, for they were given to whoever had it, and with one that becomes one
 * for administrators alone. Returns what happened.
 */
export async function declareClients(db: Db, ctx: RequestContext, declared: DeclaredClient[]) {
  const known = await findClientsToSettle(
    db,
    declared.map(({ id }) => id),
  );
  const done: Change[] = [];
  let [sessionsEnded, madePublic] = [0, 0];
  const settle = async (before: ClientRow | null, wanted: ClientState, secrets?: Buffer[]) => {
    const settled = await settleClient(db, ctx, before, wanted, secrets);
    if (!settled) return;
    done.push(settled.what);
    sessionsEnded += settled.sessionsEnded;
    if (settled.madePublic) madePublic += 1;
  };

  for (const { id, profile, isDisabled, secrets } of declared) {
    const before = known.find((row) => row.id === id) ?? null;
    const disabledAt = isDisabled ? (before?.disabledAt ?? ctx.now) : null;
    await settle(before, { ...profile, id, managedByFile: true, disabledAt }, secrets);
  }
  for (const row of known.filter(({ id }) => !declared.some((one) => one.id === id))) {
    const { secrets: _kept, ...state } = row;
    const own = ownClients.find(({ id }) => id === row.id);
    if (own) await settle(row, { ...own, managedByFile: false, disabledAt: null }, []);
    else await settle(row, { ...state, managedByFile: false, disabledAt: row.disabledAt ?? ctx.now });
  }
  return { done, sessionsEnded, madePublic };
}

type Change = 'created' | 'changed' | 'enabled' | 'disabled';

const fields = [...profileFields, 'managedByFile', 'isDisabled'] as const;
const visible = (client: ClientState) => ({ ...client, isDisabled: client.disabledAt !== null });

/** One client, its secrets and its audit row; null when it is as wanted. Without `secrets` they stay as they are. */
async function settleClient(
  db: Db,
  ctx: RequestContext,
  before: ClientRow | null,
  wanted: ClientState,
  secrets?: Buffer[],
): Promise<{ what: Change; sessionsEnded: number; madePublic: boolean } | null> {
  const changes = changesBetween(fields, before && visible(before), visible(wanted));
  if (Object.keys(changes).length > 0) await putClient(db, ctx.now, wanted);
  const kept = before?.secrets ?? [];
  const { added, removed } = secretChanges(kept, secrets);
  if (added.length + removed.length > 0) await replaceSecrets(db, ctx.now, wanted.id, { added, removed });
  else if (Object.keys(changes).length === 0) return null;

  const what = before ? whatHappened(changes.isDisabled?.to) : 'created';
  const madePublic = kept.length > 0 && secrets?.length === 0;
  const reason = whyEnded(what, madePublic, before, wanted);
  const sessionsEnded = reason ? await endSessionsOfClient(db, ctx, wanted.id, reason) : 0;
  await recordAudit(db, ctx, {
    action: `client.${what}`,
    clientId: wanted.id,
    target: { type: 'client', id: wanted.id },
    detail: {
      changes,
      secretsAdded: added.length,
      secretsRemoved: removed.length,
      ...(reason ? { sessionsEnded } : {}),
    },
  });
  return { what, sessionsEnded, madePublic };
}

function whyEnded(what: Change, madePublic: boolean, before: ClientRow | null, wanted: ClientState) {
  // When it is enabled, too: whatever slipped by when it was disabled.
  if (isSwitched(what)) return 'client_disabled';
  if (madePublic) return 'client_became_public';
  return becomesAdministratorsOnly(before, wanted) ? 'client_became_administrators_only' : null;
}

const isSwitched = (what: Change): boolean => what === 'disabled' || what === 'enabled';

function whatHappened(isDisabled: unknown): Change {
  if (isDisabled === undefined) return 'changed';
  return isDisabled ? 'disabled' : 'enabled';
}

/** A secret that is to expire is replaced by one of the same value that is not. */
function secretChanges(before: ClientRow['secrets'], wanted: Buffer[] | undefined) {
  if (!wanted) return { added: [], removed: [] };
  const kept = before.filter(({ hash, expiresAt }) => !expiresAt && wanted.some((one) => one.equals(hash)));
  return {
    added: wanted.filter((one) => !kept.some(({ hash }) => one.equals(hash))),
    removed: before.filter((one) => !kept.includes(one)).map(({ hash }) => hash),
  };
}
