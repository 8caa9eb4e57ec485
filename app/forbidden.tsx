import type { Metadata } from 'next';
import { DeadEnd } from '@/components/dead-end';

export const metadata: Metadata = { title: 'For administrators' };

/** Where Next.js runs without the front, which answers with a page that needs no scripts (server/failed-page.ts). */
const Forbidden = () => (
  <DeadEnd
    title="This page is for administrators"
    intro="You are signed in, but not as an administrator. Use another account, or ask whoever runs this server."
    wayOut={{ href: '/login?next=/admin', name: 'Use another account' }}
  />
);
export default Forbidden;
