import { SmallButton } from '@/components/button';
import { Row, Rows, Section } from '@/components/section';
import { Time } from '@/components/time';
import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { findAuthenticatorUse } from '@/lib/mfa/authenticator';

export async function AuthenticatorSection({ ctx, person }: { ctx: RequestContext; person: Person }) {
  const app = await findAuthenticatorUse(person.userId);
  if (!app && !person.secondFactorOffered) return null;
  return (
    <Section
      id="authenticator"
      title="Authenticator app"
      intro="An app on your phone shows a code that you type when you sign in."
      action={
        <form method="post" action="/account/security/authenticator/start">
          <SmallButton>{app ? 'Move to another phone' : 'Set up an authenticator app'}</SmallButton>
        </form>
      }
    >
      {app && (
        <Rows>
          <Row
            title="Authenticator app"
            facts={
              <>
                Set up <Time at={app.createdAt} now={ctx.now} />
                {app.lastUsedAt && (
                  <>
                    {' '}
                    · last used <Time at={app.lastUsedAt} now={ctx.now} />
                    {app.lastUsedIp && ` from ${app.lastUsedIp}`}
                  </>
                )}
              </>
            }
          >
            <form action="/account/security/authenticator/remove">
              <SmallButton>Remove</SmallButton>
            </form>
          </Row>
        </Rows>
      )}
    </Section>
  );
}
