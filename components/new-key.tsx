import { Button, SmallButton } from './button';
import { Card } from './card';
import { Foreign } from './facts';
import { Hidden } from './hidden';
import { PageShell } from './page-shell';

/** A button of a GET form: to everybody a button, and nothing is made yet. */
export const NewKeyLink = ({ href }: { href: string }) => (
  <form action={href}>
    <SmallButton>New API key</SmallButton>
  </form>
);

/** The one time that a key is shown. */
export function NewKeyCard({ name, value, next }: { name: string; value: string; next: string | undefined }) {
  return (
    <PageShell>
      <Card
        title="Keep your API key"
        intro={
          <>
            This is “<Foreign>{name}</Foreign>”. It is shown only now: put it where your script keeps its
            secrets. Whoever has it can do what it may do.
          </>
        }
      >
        <code className="block rounded-xl bg-sunken px-4 py-4 font-mono text-base/7 break-all select-all">
          {value}
        </code>
        <form method="post" action="/account/keys/kept">
          <Hidden values={{ next }} />
          <Button>I have kept it</Button>
        </form>
      </Card>
    </PageShell>
  );
}
