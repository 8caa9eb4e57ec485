import type { Metadata } from 'next';
import { Button, LinkButton } from '@/components/button';
import { Section } from '@/components/section';
import { requirePerson } from '../../session';
import { AccountPage } from '../shell';

export const metadata: Metadata = { title: 'Your data' };

export default async function DataPage() {
  // Fresh already here: what comes back from a step on the way is no file.
  const session = await requirePerson('/account/data', { fresh: true });
  return (
    <AccountPage
      place="data"
      session={session}
      title="Your data"
      intro={`What this server keeps of ${session.person.email}, to take along or to delete.`}
    >
      <div className="flex flex-col gap-10">
        <Section
          id="download"
          title="Download"
          intro="One JSON file: your account, how you sign in, your factors without their secrets, browsers, devices, organizations, API keys without what they are, and what happened."
        >
          <form method="post" action="/account/data/export" className="sm:max-w-64">
            <Button>Download your data</Button>
          </form>
        </Section>
        <Section
          id="delete"
          title="Delete your account"
          intro="Everything that is signed in as you ends at once. This cannot be undone, so the next page asks first."
        >
          <div className="sm:max-w-64">
            <LinkButton href="/account/data/delete" look="secondary">
              Delete your account…
            </LinkButton>
          </div>
        </Section>
      </div>
    </AccountPage>
  );
}
