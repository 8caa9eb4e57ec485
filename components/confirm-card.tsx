import type { ReactNode } from 'react';
import { Button, LinkButton } from './button';
import { Card } from './card';
import { Hidden } from './hidden';
import { PageShell } from './page-shell';

/** A page that asks before something is done: what follows, the way to do it, and the way back. */
export function ConfirmCard({
  title,
  intro,
  action,
  carried = {},
  yes,
  no,
  back,
}: {
  title: ReactNode;
  intro: ReactNode;
  /** Where the form goes. */
  action: string;
  carried?: Record<string, string>;
  yes: string;
  no: string;
  back: string;
}) {
  return (
    <PageShell>
      <Card title={title} intro={intro}>
        <div className="flex flex-col gap-3">
          <form method="post" action={action}>
            <Hidden values={carried} />
            <Button>{yes}</Button>
          </form>
          <LinkButton href={back} look="secondary">
            {no}
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
