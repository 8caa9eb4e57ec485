import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import { adminVerb } from '@/lib/authority/verb';
import { inLockedTransaction } from '@/lib/db/transaction';
import type { StoredImage } from '@/lib/images/rules';
import { putImage } from '@/lib/images/store';
import { availableMethods } from '@/lib/settings/methods';
import { forgetSettings } from '@/lib/settings/read';
import { decideMethods, type MethodsDecision } from '@/lib/settings/rules';
import { type SectionName, type Settings, sections, signInMethods } from '@/lib/settings/schema';
import { findAdminsWaysIn, findSettingsToChange, putSettings } from '@/lib/settings/store';

/** New values of one part. `version` is of the form that they were typed into; null: whatever was saved since. */
export type WantedSettings = {
  [Name in SectionName]: {
    section: Name;
    value: Partial<Settings[Name]>;
    version: number | null;
    /** The logo that the value names, to be kept with it. */
    image?: StoredImage;
  };
}[SectionName];

/** `conflict`: somebody saved after the form was loaded, and nothing was changed. */
export type SettingsChange = 'changed' | 'unchanged' | 'conflict' | Exclude<MethodsDecision, 'allowed'>;

/** An administrator decides about this server. One at a time on all nodes; each node knows it within a second. */
export const changeSettings = adminVerb(
  'settings:write',
  async (ctx, _within, { section, value, version, image }: WantedSettings): Promise<SettingsChange> => {
    const outcome = await inLockedTransaction('settings', async (db): Promise<SettingsChange> => {
      const { settings, versions } = await findSettingsToChange(db);
      if (version !== null && version !== versions[section]) return 'conflict';
      const before = settings[section];
      const after = sections[section].parse({ ...before, ...value });
      const fields = Object.keys(after) as (keyof typeof before)[];
      const changes = changesBetween(fields, before, after as typeof before);
      if (Object.keys(changes).length === 0) return 'unchanged';
      // Switching ways on again takes no way from anybody.
      if ('off' in after && after.off.length > 0) {
        const on = signInMethods.filter((method) => !after.off.includes(method));
        const decision = decideMethods(on, availableMethods(), await findAdminsWaysIn(db));
        if (decision !== 'allowed') return decision;
      }
      if (image) await putImage(db, ctx.now, image);
      const next = versions[section] + 1;
      await putSettings(db, ctx.now, section, { version: next, value: after });
      const detail = { section, version: next, changes };
      await recordAudit(db, ctx, {
        action: 'settings.changed',
        target: { type: 'settings', id: section },
        detail,
      });
      return 'changed';
    });
    if (outcome === 'changed') forgetSettings();
    return outcome;
  },
);
