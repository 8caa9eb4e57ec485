import type { Metadata } from 'next';
import { DeadEnd } from '@/components/dead-end';

export const metadata: Metadata = { title: 'For administrators' };

/** Where Next.js runs without the front, which answers with a page that needs no scripts (server/failed-page.ts). */
const Forbidden = () => (
  <DeadEnd
    title="You may not see this page"
    intro="It is for administrators of this server, or of another organization. Use another account, or ask whoever runs this server."
    wayOut={{ href: '/login?next=/admin', name: 'Use another account' }}
  />
);
export default Forbidden;
