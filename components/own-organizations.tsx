import { Badge } from './badge';
import { SmallButton } from './button';
import { Foreign } from './facts';
import { Hidden } from './hidden';
import { Row, Rows } from './section';
import { Day, Time } from './time';

type Organization = {
  id: string;
  slug: string;
  name: string;
  /** In words. */
  role: string;
  since: Date;
  isDisabled: boolean;
  /** Its page for who administers it. */
  href: string | null;
  /** Where leaving is asked; null where nobody leaves. */
  leave: string | null;
};

/** To which organizations a person belongs. */
export function OwnOrganizationList({ organizations, now }: { organizations: Organization[]; now: Date }) {
  return (
    <Rows>
      {organizations.map(({ id, slug, name, role, since, isDisabled, href, leave }) => (
        <Row
          key={id}
          title={
            <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              {href ? (
                <a href={href} className="underline decoration-line underline-offset-4 hover:decoration-1">
                  <Foreign>{name}</Foreign>
                </a>
              ) : (
                <Foreign>{name}</Foreign>
              )}
              {isDisabled && <Badge tone="error">Disabled</Badge>}
            </span>
          }
          facts={
            <>
              <span className="font-mono">{slug}</span> · {role} · since <Day at={since} now={now} />
            </>
          }
        >
          {leave ? (
            <form action={leave}>
              <SmallButton aria-label={`Leave ${name}`}>Leave</SmallButton>
            </form>
          ) : null}
        </Row>
      ))}
    </Rows>
  );
}

type Invitation = { id: string; name: string; role: string; by: string | null; expiresAt: Date };

/** To which they are invited. */
export function InvitationList({ invitations, now }: { invitations: Invitation[]; now: Date }) {
  return (
    <Rows>
      {invitations.map(({ id, name, role, by, expiresAt }) => (
        <Row
          key={id}
          title={<Foreign>{name}</Foreign>}
          facts={
            <>
              As {role.toLowerCase()}
              {by && (
                <>
                  , by <bdi className="break-words">{by}</bdi>
                </>
              )}{' '}
              · ends <Time at={expiresAt} now={now} />
            </>
          }
        >
          <form method="post" action="/invitation/answer" className="flex gap-3">
            <Hidden values={{ invitation: id }} />
            <SmallButton name="answer" value="decline" aria-label={`Decline ${name}`}>
              Decline
            </SmallButton>
            <SmallButton name="answer" value="accept" aria-label={`Accept ${name}`}>
              Accept
            </SmallButton>
          </form>
        </Row>
      ))}
    </Rows>
  );
}
