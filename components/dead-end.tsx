import { LinkButton } from './button';
import { Card } from './card';
import { PageShell } from './page-shell';

/** A page that cannot go on: what happened, the likely way out, and the start. */
export function DeadEnd({
  title,
  intro,
  wayOut,
}: {
  title: string;
  intro: string;
  wayOut: { href: string; name: string };
}) {
  return (
    <PageShell>
      <Card title={title} intro={intro}>
        <div className="flex flex-col gap-3">
          <LinkButton href={wayOut.href}>{wayOut.name}</LinkButton>
          <LinkButton href="/" look="secondary">
            Go to the start
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
