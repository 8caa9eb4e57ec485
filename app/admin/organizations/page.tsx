import type { Metadata } from 'next';
import { AdminShell } from '@/components/admin-shell';
import { OrganizationList } from '@/components/organization-list';
import { listOrganizations } from '@/lib/organizations/list';
import { askedSoon, requireAdmin } from '../../session';
import { pathOfOrganization } from './path';

export const metadata: Metadata = { title: 'Organizations' };

export default async function OrganizationsPage() {
  const session = await requireAdmin('/admin/organizations');
  const organizations = await listOrganizations(session.ctx);
  return (
    <AdminShell
      place="organizations"
      asked={askedSoon(session)}
      title="Organizations"
      intro={
        <>
          Groups of people, and the API keys of their services. Declare them in CLIENTS_FILE, then reload with{' '}
          <code className="font-mono text-[0.9375rem] whitespace-nowrap">kill -HUP</code>.
        </>
      }
    >
      <OrganizationList
        organizations={organizations.map((one) => ({ ...one, href: pathOfOrganization(one.slug) }))}
        now={session.ctx.now}
      />
    </AdminShell>
  );
}
