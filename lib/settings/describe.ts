import type { Changes } from '@/lib/audit/changes';
import { adminVerb } from '@/lib/authority/verb';
import type { SectionName } from '@/lib/settings/schema';
import { findSettings, findSettingsChanges, type KeptSettings } from '@/lib/settings/store';

/** For administrators: the settings as they are saved now, and how often each part was. Reads only. */
export const describeSettings = adminVerb('settings:read', (): Promise<KeptSettings> => findSettings());

/** What was saved after a form of that version was loaded: each field from what to what. */
export const describeChangesSince = adminVerb(
  'settings:read',
  async (_ctx, _within, section: SectionName, version: number): Promise<Changes> => {
    const all: Changes = {};
    for (const changes of await findSettingsChanges(section, version))
      for (const [field, { from, to }] of Object.entries(changes))
        all[field] = { from: all[field] ? all[field].from : from, to };
    return all;
  },
);
