import { z } from 'zod';
import type { Changes } from '@/lib/audit/changes';
import { runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';
import {
  defaultSettings,
  type SectionName,
  type Settings,
  sectionNames,
  sections,
  type Versions,
} from '@/lib/settings/schema';

/** A part of the settings is one row of `settings`: JSON, under this key. */
const keyOf = (section: SectionName): string => `settings.${section}`;
const kept = z.object({ version: z.int(), value: z.record(z.string(), z.unknown()) });

export type KeptSettings = { settings: Settings; versions: Versions };

type Row = { key: string; value: string };

function read(rows: Row[]): KeptSettings {
  const settings: Record<string, unknown> = { ...defaultSettings };
  const versions: Versions = { branding: 0, signIn: 0, policy: 0 };
  for (const section of sectionNames) {
    const row = rows.find(({ key }) => key === keyOf(section));
    if (!row) continue;
    const { version, value } = kept.parse(JSON.parse(row.value));
    settings[section] = sections[section].parse(value);
    versions[section] = version;
  }
  return { settings: settings as Settings, versions };
}

/** All of them, in one round trip. */
export const findSettings = async (): Promise<KeptSettings> =>
  read(
    await runStatement<Row>('find_settings', 'SELECT key, value FROM settings WHERE key = ANY($1)', [
      sectionNames.map(keyOf),
    ]),
  );

/** The same inside a change. */
export const findSettingsToChange = async (db: Db): Promise<KeptSettings> =>
  read(await db.setting.findMany({ where: { key: { in: sectionNames.map(keyOf) } } }));

export async function putSettings(
  db: Db,
  now: Date,
  section: SectionName,
  saved: { version: number; value: object },
): Promise<void> {
  const value = JSON.stringify(saved);
  await db.setting.upsert({
    where: { key: keyOf(section) },
    create: { key: keyOf(section), value, updatedAt: now },
    update: { value, updatedAt: now },
  });
}

/** What was changed after a form of that version was loaded, the oldest first. */
export async function findSettingsChanges(section: SectionName, since: number): Promise<Changes[]> {
  const rows = await runStatement<{ changes: Changes }>(
    'find_settings_changes',
    `SELECT detail->'changes' AS changes FROM audit_events
      WHERE action = 'settings.changed' AND target_id = $1 AND (detail->>'version')::int > $2 ORDER BY id`,
    [section, since],
  );
  return rows.map(({ changes }) => changes);
}

/** A platform administrator who is not disabled, and with what they could sign in if all of it were on. */
export type AdminWaysIn = {
  email: string;
  emailVerified: Date | null;
  providers: string[];
  hasPasskey: boolean;
  /** An organization's issuer alone signs them in, whatever is on. */
  hasIssuer: boolean;
};

export const findAdminsWaysIn = (db: Db): Promise<AdminWaysIn[]> =>
  db.$queryRaw<AdminWaysIn[]>`
    SELECT u.email, u.email_verified AS "emailVerified",
           ARRAY(SELECT a.provider FROM accounts a WHERE a.user_id = u.id) AS providers,
           EXISTS (SELECT FROM passkeys p WHERE p.user_id = u.id) AS "hasPasskey",
           EXISTS (SELECT FROM email_domains d JOIN organization_issuers i ON i.organization_id = d.organization_id
                    WHERE d.domain = substring(u.email FROM '[^@]*$')) AS "hasIssuer"
      FROM users u WHERE u.role = 'admin' AND u.disabled_at IS NULL`;
