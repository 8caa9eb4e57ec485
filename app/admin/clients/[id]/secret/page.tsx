import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { Hidden } from '@/components/hidden';
import { PageShell } from '@/components/page-shell';
import { readNewSecret } from '@/lib/clients/new-secret-cookie';
import { decodeSegment } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { pathOfClient, pathUnderClient } from '../../path';

export const metadata: Metadata = { title: 'A new secret' };

/** The one time that a secret is shown: until whoever made it says that they have it, or ten minutes. */
export default async function NewSecretPage({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeSegment((await params).id);
  const { ctx, person } = await requireAdmin(pathUnderClient(id, 'secret'), {
    permission: 'clients:write',
    fresh: true,
  });
  const secret = readNewSecret(ctx, person, id, await headers());
  if (!secret) redirect(pathOfClient(id));
  return (
    <PageShell>
      <Card
        title="Copy the secret now"
        intro={
          <>
            It is the new secret of <bdi className="font-mono text-text">{id}</bdi>, and it is shown only now:
            this server keeps no more than its hash. Put it where the client reads it, such as a secret store.
          </>
        }
      >
        <p
          id="secret"
          className="rounded-xl bg-sunken px-4 py-4 text-center font-mono text-base/6 break-all select-all"
        >
          {secret}
        </p>
        <form method="post" action="/admin/clients/form/secret-kept">
          <Hidden values={{ client: id }} />
          <Button>I have copied it</Button>
        </form>
      </Card>
    </PageShell>
  );
}
