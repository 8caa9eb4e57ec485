import type { Metadata } from 'next';
import { AdminShell } from '@/components/admin-shell';
import { OrganizationList } from '@/components/organization-list';
import { listOrganizations } from '@/lib/organizations/list';
import { requireAdmin } from '../../session';

export const metadata: Metadata = { title: 'Organizations' };

export default async function OrganizationsPage() {
  const { ctx } = await requireAdmin('/admin/organizations');
  return (
    <AdminShell
      place="organizations"
      title="Organizations"
      intro={
        <>
          Groups of people, and the API keys of their services. Declare them in CLIENTS_FILE, then reload with{' '}
          <code className="font-mono text-[0.9375rem] whitespace-nowrap">kill -HUP</code>.
        </>
      }
    >
      <OrganizationList organizations={await listOrganizations(ctx)} now={ctx.now} />
    </AdminShell>
  );
}
