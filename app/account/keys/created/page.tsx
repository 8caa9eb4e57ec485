import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { NewKeyCard } from '@/components/new-key';
import { readNewKey } from '@/lib/api-keys/new-key-cookie';
import { safePath } from '@/lib/login/safe-path';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';

export const metadata: Metadata = { title: 'Your API key' };

/** The one time that a key is shown, a person's or an organization's: until they say that they have kept it, or a quarter of an hour. */
export default async function CreatedKeyPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next');
  const next = query.next && safePath(query.next);
  const { ctx, person } = await requirePerson(pathWith('/account/keys/created', { next }));
  const made = readNewKey(ctx, person, await headers());
  if (!made) redirect(next ?? '/account/keys');
  return <NewKeyCard name={made.name} value={made.key} next={next} />;
}
