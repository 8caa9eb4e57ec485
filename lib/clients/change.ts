import { changesBetween } from '@/lib/audit/changes';
import { adminVerb } from '@/lib/authority/verb';
import { setDisabled, setLogo } from '@/lib/clients/admin-store';
import { changeOwn, changeProfile } from '@/lib/clients/own-change';
import type { ClientProfile } from '@/lib/clients/profile';
import type { StoredImage } from '@/lib/images/rules';
import { putImage } from '@/lib/images/store';
import { endSessionsOfClient } from '@/lib/sessions/end';

/**
 * An administrator changes what a client is and may. What it has been given already stays as it was given, but for what
 * is ended where it becomes one for administrators alone.
 */
export const changeClient = adminVerb('clients:write', (ctx, _within, id: string, profile: ClientProfile) =>
  changeOwn(ctx, id, (db, before) => changeProfile(db, ctx, before, profile)),
);

/** An administrator gives a client a logo, or takes it away. */
export const changeLogo = adminVerb('clients:write', (ctx, _within, id: string, logo: StoredImage | null) =>
  changeOwn(ctx, id, async (db, before) => {
    const hex = (hash: Uint8Array | null) => hash && Buffer.from(hash).toString('hex');
    const changes = changesBetween(
      ['logo'],
      { logo: hex(before.logoHash) },
      { logo: hex(logo?.hash ?? null) },
    );
    if (Object.keys(changes).length === 0) return { outcome: 'unchanged' as const, audit: null };
    if (logo) await putImage(db, ctx.now, logo);
    await setLogo(db, id, logo?.hash ?? null);
    return { outcome: 'changed' as const, audit: { action: 'client.changed', detail: { changes } } };
  }),
);

/** Nobody signs in with it any more, and every sign-in that came from it ends. It cannot be brought back, only begun anew. */
export const disableClient = adminVerb('clients:write', (ctx, _within, id: string) =>
  changeOwn(ctx, id, async (db, { disabledAt }) => {
    if (disabledAt) return { outcome: 'unchanged' as const, audit: null };
    await setDisabled(db, id, ctx.now);
    const sessionsEnded = await endSessionsOfClient(db, ctx, id, 'client_disabled');
    return {
      outcome: 'disabled' as const,
      audit: { action: 'client.disabled', detail: { sessionsEnded } },
    };
  }),
);

export const enableClient = adminVerb('clients:write', (ctx, _within, id: string) =>
  changeOwn(ctx, id, async (db, { disabledAt }) => {
    if (!disabledAt) return { outcome: 'unchanged' as const, audit: null };
    await setDisabled(db, id, null);
    // Whatever slipped by when it was disabled must not live again.
    const sessionsEnded = await endSessionsOfClient(db, ctx, id, 'client_disabled');
    return { outcome: 'enabled' as const, audit: { action: 'client.enabled', detail: { sessionsEnded } } };
  }),
);
