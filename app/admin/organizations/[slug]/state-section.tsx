import { Button, LinkButton } from '@/components/button';
import { Field } from '@/components/field';
import { Hidden } from '@/components/hidden';
import { Section } from '@/components/section';
import { defaultOrganizationSlug } from '@/lib/organizations/names';
import { pathOfOrganization } from '../path';
import { may } from '../standing';
import { type SectionProps, Unsaved } from './section-props';
import { wrongName } from './words';

/** Its name, and whether it is on. Nothing of it where CLIENTS_FILE decides. */
export function StateSection({ session, organization, typed, error }: SectionProps) {
  const { slug, name, disabledAt, managedByFile } = organization;
  if (managedByFile) return null;
  const maySwitch = may(session.person, 'organizations:create') && slug !== defaultOrganizationSlug;
  return (
    <>
      <Section id="name-section" title="Name">
        {error !== 'name' && <Unsaved typed={typed} names={['name']} />}
        <form
          method="post"
          action="/admin/organizations/change/name"
          className="grid gap-3 sm:grid-cols-[1fr_9rem] sm:items-start"
        >
          <Hidden values={{ organization: slug }} />
          <Field
            label="What people see"
            name="name"
            required
            maxLength={100}
            defaultValue={typed.name ?? name}
            error={error === 'name' ? wrongName : null}
            autoFocus={error === 'name'}
            autoComplete="off"
          />
          <div className="sm:pt-7">
            <Button look="secondary">Rename</Button>
          </div>
        </form>
      </Section>
      {maySwitch && (
        <Section
          id="state"
          title={disabledAt ? 'This organization is disabled' : 'Disable'}
          intro={
            disabledAt
              ? 'Nothing that is signed in for it counts, and nobody can sign in for it.'
              : 'Its sign-ins and API keys stop counting at once, until it is enabled again.'
          }
        >
          <div className="sm:max-w-60">
            {disabledAt ? (
              <form method="post" action="/admin/organizations/change/state">
                <Hidden values={{ organization: slug, to: 'enabled' }} />
                <Button look="secondary">Enable</Button>
              </form>
            ) : (
              <LinkButton href={`${pathOfOrganization(slug)}/disable`} look="secondary">
                Disable organization
              </LinkButton>
            )}
          </div>
        </Section>
      )}
    </>
  );
}
