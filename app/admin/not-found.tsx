import type { Metadata } from 'next';
import { DeadEnd } from '@/components/dead-end';

export const metadata: Metadata = { title: 'Page not found' };

/** Where Next.js runs without the front, as app/forbidden.tsx. */
const NotFound = () => (
  <DeadEnd
    title="There is no page here"
    intro="The address may be mistyped, or what it showed is gone."
    wayOut={{ href: '/admin', name: 'To the overview' }}
  />
);
export default NotFound;
