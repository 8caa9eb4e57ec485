import { LinkButton } from './button';
import { Card } from './card';
import { PageShell } from './page-shell';

/** Something failed on our side. `href=""` loads the same address again, with or without scripts. */
export function Failure() {
  return (
    <PageShell>
      <Card
        title="Something went wrong on our side"
        intro="Nothing was changed by opening this page. Try again in a moment. If it goes on, tell whoever runs this server."
      >
        <div className="flex flex-col gap-3">
          <LinkButton href="">Try again</LinkButton>
          <LinkButton href="/" look="secondary">
            Go to the start
          </LinkButton>
        </div>
      </Card>
    </PageShell>
  );
}
