import { PolicyForm, type PolicyInput } from '@/components/policy-form';
import { Section } from '@/components/section';
import { mostGraceDays } from '@/lib/organizations/rules';
import { entryOf } from '../../../query';
import { writePolicy, wrongPolicy } from '../policy/read-policy';
import { ByFile, type SectionProps, Unsaved } from './section-props';
import { whatItMeans } from './words';

/** What it asks of its people, and allows their devices. */
export function PolicySection({ session, organization, typed, error }: SectionProps) {
  const now = writePolicy(organization);
  const names = Object.keys(now) as (keyof PolicyInput)[];
  const values = Object.fromEntries(names.map((name) => [name, typed[name] ?? now[name]])) as PolicyInput;
  const sentence = entryOf(wrongPolicy, error);
  const field = error === 'unknown_client' ? 'allowed_clients' : error;
  return (
    <Section id="policy" title="Policy" intro={whatItMeans(organization, session.ctx.now)}>
      {organization.managedByFile ? (
        <ByFile member="second_factor" />
      ) : (
        <>
          {error === undefined && <Unsaved typed={typed} names={names} />}
          <PolicyForm
            organization={organization.slug}
            values={values}
            mostDays={mostGraceDays}
            error={sentence && field ? { field, sentence } : null}
          />
        </>
      )}
    </Section>
  );
}
