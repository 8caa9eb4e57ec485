import { Notice } from '@/components/notice';
import { PolicyForm, type PolicyInput } from '@/components/policy-form';
import { Section } from '@/components/section';
import { markOfPolicy } from '@/lib/organizations/policy-mark';
import { mostGraceDays } from '@/lib/organizations/rules';
import { entryOf } from '../../../query';
import { writePolicy, wrongPolicy } from '../policy/read-policy';
import { policyConflict, scopesInVain } from './policy-words';
import { ByFile, type SectionProps, Unsaved } from './section-props';
import { whatItMeans } from './words';

/** What it asks of its people, and allows their devices. */
export function PolicySection({ session, organization, typed, error }: SectionProps) {
  const now = writePolicy(organization);
  const names = Object.keys(now) as (keyof PolicyInput)[];
  const values = Object.fromEntries(names.map((name) => [name, typed[name] ?? now[name]])) as PolicyInput;
  const sentence = entryOf(wrongPolicy, error);
  const conflict = error === 'conflict' ? policyConflict(organization, typed.opened) : null;
  const inVain = scopesInVain(organization.scopesOfNoClient);
  const field = error === 'unknown_client' ? 'allowed_clients' : error;
  return (
    <Section id="policy" title="Policy" intro={whatItMeans(organization, session.ctx.now)}>
      {inVain && (
        <Notice tone="warning" title={inVain.title}>
          <p className="break-words">{inVain.sentence}</p>
        </Notice>
      )}
      {organization.managedByFile ? (
        <ByFile member="second_factor" />
      ) : (
        <>
          {error === undefined && <Unsaved typed={typed} names={names} />}
          {conflict && (
            <Notice tone="error" title={conflict.title}>
              {conflict.lines.map((line) => (
                <p key={line} className="break-words">
                  {line}
                </p>
              ))}
            </Notice>
          )}
          <PolicyForm
            organization={organization.slug}
            // After a conflict whoever saves again has read what was saved; else what they had read still counts.
            opened={conflict ? markOfPolicy(organization) : (typed.opened ?? markOfPolicy(organization))}
            values={values}
            mostDays={mostGraceDays}
            error={sentence && field ? { field, sentence } : null}
          />
        </>
      )}
    </Section>
  );
}
