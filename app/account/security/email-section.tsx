import { SmallButton } from '@/components/button';
import { Row, Rows, Section } from '@/components/section';
import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { mayChangeEmail } from '@/lib/login/email-change';

export async function EmailSection({ person }: { ctx: RequestContext; person: Person }) {
  const mayChange = await mayChangeEmail(person);
  return (
    <Section id="email" title="E-mail">
      <Rows>
        <Row
          title={<bdi className="wrap-anywhere">{person.email}</bdi>}
          facts={
            mayChange
              ? 'Sign-in links, and mails about the security of your account, go there.'
              : 'Your organization decides this address.'
          }
        >
          {mayChange && (
            <form action="/account/security/email">
              <SmallButton aria-label="Change your e-mail">Change</SmallButton>
            </form>
          )}
        </Row>
      </Rows>
    </Section>
  );
}
