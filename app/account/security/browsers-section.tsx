import { Badge } from '@/components/badge';
import { SmallButton } from '@/components/button';
import { Hidden } from '@/components/hidden';
import { Row, Rows, Section } from '@/components/section';
import { Time } from '@/components/time';
import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { listOwnBrowsers } from '@/lib/login/browsers';
import { describeSignIn } from '@/lib/login/sign-in-words';
import { describeUserAgent } from '@/lib/login/user-agent';

/** Every browser that is signed in as the person, and the way to sign it out. */
export async function BrowsersSection({ ctx, person }: { ctx: RequestContext; person: Person }) {
  const browsers = await listOwnBrowsers(ctx, person);
  return (
    <Section
      id="browsers"
      title="Browsers"
      intro="Where you are signed in to these pages."
      action={browsers.length > 1 && <SignOutOthers />}
    >
      <Rows>
        {browsers.map(({ id, isThis, userAgent, ip, amr, createdAt }) => {
          const words = describeUserAgent(userAgent);
          const name = words.charAt(0).toUpperCase() + words.slice(1);
          const how = describeSignIn(amr);
          return (
            <Row
              key={id}
              title={
                <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                  {name}
                  {isThis && <Badge tone="success">This browser</Badge>}
                </span>
              }
              facts={
                <>
                  <p>
                    Signed in <Time at={createdAt} now={ctx.now} />
                    {ip && `, from ${ip}`}
                  </p>
                  {how && <p>With {how}</p>}
                </>
              }
            >
              <form method="post" action="/account/security/browsers/sign-out">
                <Hidden values={{ browser: id }} />
                <SmallButton aria-label={`Sign out ${isThis ? 'this browser' : name}`}>Sign out</SmallButton>
              </form>
            </Row>
          );
        })}
      </Rows>
    </Section>
  );
}

const SignOutOthers = () => (
  <form method="post" action="/account/security/browsers/sign-out-others">
    <SmallButton>Sign out all other browsers</SmallButton>
  </form>
);
