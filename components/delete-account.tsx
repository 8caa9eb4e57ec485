import { Button, LinkButton, TextLink } from './button';
import { Card } from './card';
import { Foreign } from './facts';
import { Field } from './field';
import { PageShell } from './page-shell';

/** The page that asks before an account is deleted: what goes, what stays, and the person's own address as the answer. */
export function DeleteAccount({
  email,
  typed,
  error,
}: {
  email: string;
  typed: string;
  error: string | null;
}) {
  return (
    <PageShell>
      <Card
        title="Delete your account?"
        intro="This cannot be undone, by you or by an administrator. If you sign in again, it is with a new account."
      >
        <div className="flex flex-col gap-4 text-[0.9375rem]/6">
          <div>
            <h2 className="font-semibold">Deleted</h2>
            <p>
              Your name and address, the ways you sign in, your passkeys and other factors, your browsers and
              devices, your API keys, and your memberships. All of them stop working at once.
            </p>
          </div>
          <div>
            <h2 className="font-semibold">Kept</h2>
            <p>
              The audit log says what happened, with the number of your account and network addresses, and
              without your name or e-mail address. What other services have stored about you stays there.
            </p>
          </div>
          <p>
            You may want to <TextLink href="/account/data">download your data</TextLink> first.
          </p>
        </div>
        <form method="post" action="/account/data/delete/confirm" className="flex flex-col gap-5">
          <Field
            label="Type your e-mail address"
            name="email"
            inputMode="email"
            required
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            defaultValue={typed}
            error={error}
            autoFocus={error !== null}
            hint={
              <>
                It is <bdi>{email}</bdi>
              </>
            }
          />
          <div className="flex flex-col gap-3">
            <Button>Delete my account</Button>
            <LinkButton href="/account/data" look="secondary">
              Keep it
            </LinkButton>
          </div>
        </form>
      </Card>
    </PageShell>
  );
}

/** Why it cannot be deleted yet, and what to do. */
export const CannotDelete = ({ ownsAlone }: { ownsAlone: readonly string[] }) => (
  <PageShell>
    <Card
      title="Your account cannot be deleted yet"
      intro={
        ownsAlone.length === 0
          ? 'You are the only administrator of this server. Make somebody else administrator first, then come back.'
          : 'Somebody else must be able to look after the people there. Make another member owner first, or remove the others.'
      }
    >
      {ownsAlone.length > 0 && (
        <div className="text-[0.9375rem]/6">
          <p>You are the only owner of:</p>
          <ul className="mt-1 list-disc pl-5">
            {ownsAlone.map((name) => (
              <li key={name}>
                <Foreign>{name}</Foreign>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex flex-col gap-3">
        <LinkButton href={ownsAlone.length > 0 ? '/admin/organizations' : '/admin/users'}>
          {ownsAlone.length > 0 ? 'Organizations' : 'Users'}
        </LinkButton>
        <LinkButton href="/account/data" look="secondary">
          Back
        </LinkButton>
      </div>
    </Card>
  </PageShell>
);
