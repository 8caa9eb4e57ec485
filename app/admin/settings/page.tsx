import type { Metadata } from 'next';
import { TextLink } from '@/components/button';
import { describeChangesSince, describeSettings } from '@/lib/settings/describe';
import type { SectionName } from '@/lib/settings/schema';
import { pathWith, type Query, readQuery } from '../../query';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { readVersion } from './forms';
import { BrandingSection, LogoSection, PolicySection, SignInSection } from './sections';
import { sayAbout } from './words';

export const metadata: Metadata = { title: 'Settings' };

const names = [
  'form',
  'notice',
  'error',
  'since',
  'name',
  'light',
  'dark',
  'off',
  'second_factor',
  'days',
] as const;
const sectionOf: Record<string, SectionName> = {
  branding: 'branding',
  'sign-in': 'signIn',
  policy: 'policy',
};

export default async function SettingsPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, ...names);
  const session = await requireAdmin(pathWith('/admin/settings', query), {
    permission: 'settings:read',
    fresh: true,
  });
  const { ctx } = session;
  const kept = await describeSettings(ctx);
  const sent = Object.hasOwn(sectionOf, query.form ?? '') ? sectionOf[query.form!]! : null;
  const meanwhile =
    sent && query.error === 'conflict'
      ? await describeChangesSince(ctx, sent, readVersion(query.since))
      : null;
  const said = sayAbout(query, meanwhile, query.since !== undefined);
  /** Of the one form that was sent: what was typed, and what came of it. The others are as they are saved. */
  const of = (form: string, section: SectionName) => ({
    kept,
    typed: query.form === form && query.since !== undefined ? query : null,
    said: query.form === form ? said : null,
    // After a conflict whoever saves again has read what was saved; else what they had read still counts.
    version: String(
      query.form === form && query.since !== undefined && query.error !== 'conflict'
        ? readVersion(query.since)
        : kept.versions[section],
    ),
  });
  return (
    <AdminPage
      place="settings"
      session={session}
      title="Settings"
      intro="Of this whole server. What is decided by a variable of its environment is shown, and changed there."
    >
      <div className="flex flex-col gap-12">
        <BrandingSection {...of('branding', 'branding')} />
        <LogoSection
          kept={kept}
          said={query.form === 'logo' && query.error === undefined ? said : null}
          refused={query.form === 'logo' ? query.error : undefined}
        />
        <SignInSection {...of('sign-in', 'signIn')} />
        <PolicySection {...of('policy', 'policy')} />
      </div>
      <p className="text-sm/6 text-muted">
        How long the audit log is kept is decided on <TextLink href="/admin/audit">its own page</TextLink>.
      </p>
    </AdminPage>
  );
}
