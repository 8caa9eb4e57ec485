import type { Metadata } from 'next';
import { DeadEnd } from '@/components/dead-end';

export const metadata: Metadata = { title: 'Page not found' };

const NotFound = () => (
  <DeadEnd
    title="There is no page here"
    intro="The address may be mistyped, or the page has moved. To enter a code from a device, go to “Connect a device”."
    wayOut={{ href: '/device', name: 'Connect a device' }}
  />
);
export default NotFound;
