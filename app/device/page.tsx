import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { CodeForm } from '@/components/code-form';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { SecondFactorNotice } from '@/components/second-factor-notice';
import { rememberedCode } from '@/lib/device/code-cookie';
import { pathWith, type Query, readQuery } from '../query';
import { askedSoon, requirePerson } from '../session';
import { isOwnLink } from './own-link';

export const metadata: Metadata = { title: 'Connect a device' };

export default async function DevicePage({ searchParams }: { searchParams: Query }) {
  const { user_code, error, provider } = await readQuery(searchParams, 'user_code', 'error', 'provider');
  const { ctx, person } = await requirePerson(pathWith('/device', { user_code, provider }));
  const sent = await headers();
  if (user_code && isOwnLink(ctx, person, sent)) redirect(pathWith('/device/enter', { user_code }));
  const typed = user_code ?? (error ? rememberedCode(sent)?.code : undefined);
  return (
    <PageShell>
      <Card title="Connect a device" intro="Enter the code shown on your device.">
        {error === 'limited' && (
          <Notice tone="error" title="Too many wrong codes">
            <p>Wait fifteen minutes, then enter the newest code that your device shows.</p>
          </Notice>
        )}
        {error === 'changed' && (
          <Notice tone="error" title="Nothing was decided">
            <p>
              You signed in again or with another account since that page was opened. Check the code and
              continue.
            </p>
          </Notice>
        )}
        <CodeForm typed={typed} error={error === 'unknown' ? unknownCode : null} />
        <SecondFactorNotice {...askedSoon({ ctx, person })} here="/device" />
      </Card>
      <BelowCard>
        Signed in as <bdi className="text-text">{person.email}</bdi>.{' '}
        <TextLink href="/login?next=/device">Use another account</TextLink>
      </BelowCard>
    </PageShell>
  );
}

const unknownCode =
  'That code is not right, or it has expired. Check it on your device, or start again there to get a new one.';
