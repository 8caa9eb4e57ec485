import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { pathWith, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { auditSettingsPath } from '../../path';
import { readDays } from '../days';

export const metadata: Metadata = { title: 'Delete old audit rows' };

export default async function ConfirmRetentionPage({ searchParams }: { searchParams: Query }) {
  const { days: typed } = await readQuery(searchParams, 'days');
  await requireAdmin(pathWith(`${auditSettingsPath}/confirm`, { days: typed }), {
    ...{ permission: 'settings:write', fresh: true },
  });
  const days = readDays(typed ?? '');
  if (!days) redirect(auditSettingsPath);
  return (
    <ConfirmCard
      title={`Keep audit rows for ${days} days?`}
      intro={`Rows that were sealed more than ${days} days ago are deleted, in a few seconds and once a day from now on. This cannot be undone: download them first if you may need them. The chain still verifies.`}
      action="/admin/audit/settings/change"
      carried={{ days: String(days), confirmed: 'yes' }}
      yes="Delete older rows"
      no="Keep them all for now"
      back={auditSettingsPath}
    />
  );
}
