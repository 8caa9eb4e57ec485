import { Button } from '@/components/button';
import { Foreign } from '@/components/facts';
import { TextArea } from '@/components/form-fields';
import { Hidden } from '@/components/hidden';
import { Section } from '@/components/section';
import { may } from '../standing';
import { ByFile, type SectionProps, Unsaved } from './section-props';
import { wrongDomains } from './words';

/** Whose addresses belong to it; changed by platform admins alone, since it is about people of the whole server. */
export function DomainsSection({ session, organization, typed, error }: SectionProps) {
  const { emailDomains, issuer, slug, managedByFile } = organization;
  const problem = wrongDomains(error);
  const mayChange = may(session.person, 'organizations:create') && !managedByFile;
  return (
    <Section
      id="email-domains"
      title="E-mail domains"
      intro="Whoever proves an address of these domains joins as a member, at their next sign-in."
    >
      {!mayChange && (
        <p className="text-[0.9375rem]/6">
          {emailDomains.length === 0 ? (
            'None.'
          ) : (
            <span className="break-words">{emailDomains.join(', ')}</span>
          )}
          {!managedByFile && (
            <span className="block text-sm/6 text-muted">Administrators of the server change them.</span>
          )}
        </p>
      )}
      {issuer && (
        <p className="text-sm/6 text-muted">
          Its people sign in with <Foreign>{issuer.name}</Foreign>{' '}
          <span className="font-mono break-all">({issuer.issuer})</span>.
        </p>
      )}
      {managedByFile && <ByFile member="email_domains" />}
      {mayChange && (
        <form method="post" action="/admin/organizations/domains/change" className="flex flex-col gap-5">
          {!problem && <Unsaved typed={typed} names={['domains']} />}
          <Hidden values={{ organization: slug }} />
          <TextArea
            label="Domains"
            name="domains"
            defaultValue={typed.domains ?? emailDomains.join('\n')}
            rows={3}
            maxLength={30_000}
            autoCapitalize="off"
            spellCheck={false}
            error={problem}
            hint="One a line, such as acme.example; subdomains by themselves. A domain belongs to one organization. Name only domains whose every mailbox you trust: never those of public mail services."
          />
          <div className="sm:max-w-52">
            <Button look="secondary">Change domains</Button>
          </div>
        </form>
      )}
    </Section>
  );
}
