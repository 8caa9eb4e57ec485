import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Button, LinkButton } from '@/components/button';
import { Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { PageShell } from '@/components/page-shell';
import { safePath } from '@/lib/login/safe-path';
import { readNewCodes } from '@/lib/mfa/new-codes-cookie';
import { formatRecoveryCode } from '@/lib/mfa/recovery-codes';
import { pathWith, type Query, readQuery } from '../../../query';
import { requirePerson } from '../../../session';

export const metadata: Metadata = { title: 'Your recovery codes' };

/** The one time that the codes are shown: until their person says that they have kept them, or a quarter of an hour. */
export default async function RecoveryCodesPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next');
  const next = query.next && safePath(query.next);
  const { ctx, person } = await requirePerson(pathWith('/account/security/recovery-codes', { next }));
  const codes = readNewCodes(ctx, person, await headers());
  if (!codes) redirect(next ?? '/account/security');
  return (
    <PageShell>
      <Card
        title="Keep your recovery codes"
        intro="If you lose your phone or passkey, one of these lets you in. Each works once. They are shown only now, and codes of before work no more: print them, or keep them where you keep your passwords."
      >
        <ol className="flex flex-col gap-1.5 rounded-xl bg-sunken px-4 py-4 font-mono text-base/6">
          {codes.map((code) => (
            <li key={code} className="text-center select-all">
              {formatRecoveryCode(code)}
            </li>
          ))}
        </ol>
        <div className="flex flex-col gap-3">
          <LinkButton href="/account/security/recovery-codes/download" look="secondary">
            Download as a text file
          </LinkButton>
          <form method="post" action="/account/security/recovery-codes/kept">
            <Hidden values={{ next }} />
            <Button>I have kept them</Button>
          </form>
        </div>
      </Card>
    </PageShell>
  );
}
