import type { Metadata } from 'next';
import { OrganizationList } from '@/components/organization-list';
import { listOrganizations } from '@/lib/organizations/list';
import { requireAdmin } from '../../session';
import { AdminPage } from '../shell';
import { pathOfOrganization } from './path';

export const metadata: Metadata = { title: 'Organizations' };

export default async function OrganizationsPage() {
  const session = await requireAdmin('/admin/organizations', { permission: 'organizations:read' });
  const organizations = await listOrganizations(session.ctx);
  return (
    <AdminPage
      place="organizations"
      session={session}
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
    </AdminPage>
  );
}
