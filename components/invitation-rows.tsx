import { Button, SmallButton } from './button';
import { Field } from './field';
import { Select } from './form-fields';
import { Hidden } from './hidden';
import { Row, Rows } from './section';
import { Time } from './time';

type Invitation = {
  id: string;
  email: string;
  role: string;
  createdAt: Date;
  expiresAt: Date;
  mayChange: boolean;
};

/** Who was invited and has not answered. `role` in words. */
export function InvitationRows({
  organization,
  invitations,
  now,
}: {
  organization: string;
  invitations: Invitation[];
  now: Date;
}) {
  return (
    <Rows>
      {invitations.map(({ id, email, role, createdAt, expiresAt, mayChange }) => (
        <Row
          key={id}
          title={<bdi className="break-words">{email}</bdi>}
          facts={
            <>
              {role} · invited <Time at={createdAt} now={now} /> · its link ends{' '}
              <Time at={expiresAt} now={now} />
            </>
          }
        >
          {mayChange && (
            <>
              <form method="post" action="/admin/organizations/invitations/resend">
                <Hidden values={{ organization, invitation: id }} />
                <SmallButton aria-label={`Send again to ${email}`}>Send again</SmallButton>
              </form>
              <form method="post" action="/admin/organizations/invitations/withdraw">
                <Hidden values={{ organization, invitation: id }} />
                <SmallButton aria-label={`Withdraw the invitation of ${email}`}>Withdraw</SmallButton>
              </form>
            </>
          )}
        </Row>
      ))}
    </Rows>
  );
}

export function InviteForm({
  organization,
  email,
  role,
  roles,
  error,
}: {
  organization: string;
  email: string;
  role: string;
  roles: Readonly<Record<string, string>>;
  error: string | null;
}) {
  return (
    <form
      method="post"
      action="/admin/organizations/invitations/create"
      className="grid gap-3 sm:grid-cols-[1fr_11rem_9rem] sm:items-start"
    >
      <Hidden values={{ organization }} />
      <Field
        label="Invite an e-mail address"
        name="email"
        type="email"
        required
        maxLength={254}
        defaultValue={email}
        error={error}
        autoFocus={error !== null}
        autoComplete="off"
      />
      <Select label="As" name="role" chosen={role} choices={roles} />
      <div className="sm:pt-7">
        <Button look="secondary">Invite</Button>
      </div>
    </form>
  );
}
