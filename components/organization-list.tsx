import { ManagedBadges } from './badge';
import { Foreign } from './facts';
import { Time } from './time';

type ApiKey = { id: string; name: string; scopes: string[]; managedByFile: boolean; lastUsedAt: Date | null };

type Organization = {
  id: string;
  href: string;
  slug: string;
  name: string;
  managedByFile: boolean;
  disabledAt: Date | null;
  people: number;
  emailDomains: string[];
  issuer: { issuer: string; name: string; trustedAmr: string[]; trustedAcr: string[] } | null;
  secondFactor: 'off' | 'optional' | 'required';
  apiKeys: ApiKey[];
};

/** Each organization with its API keys. There is always one: `default`. */
export function OrganizationList({ organizations, now }: { organizations: Organization[]; now: Date }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-card sm:shadow-card">
      {organizations.map((organization) => (
        <li key={organization.id} className="px-5 py-4">
          <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
            <a
              href={organization.href}
              className="underline decoration-line underline-offset-4 hover:decoration-1"
            >
              <Foreign>{organization.name}</Foreign>
            </a>
            <ManagedBadges of={organization} />
          </h2>
          <p className="font-mono text-sm/6 text-muted">{organization.slug}</p>
          <p className="text-sm/6 text-muted">
            {organization.people === 1 ? '1 person' : `${organization.people} people`} ·{' '}
            {policies[organization.secondFactor]} ·{' '}
            {organization.apiKeys.length === 0 ? 'no API key' : 'API keys:'}
          </p>
          <SignOn of={organization} />
          {organization.apiKeys.length > 0 && <ApiKeys keys={organization.apiKeys} now={now} />}
        </li>
      ))}
    </ul>
  );
}

/** Whose addresses belong to it, and where they sign in. */
function SignOn({ of: { emailDomains, issuer } }: { of: Pick<Organization, 'emailDomains' | 'issuer'> }) {
  if (emailDomains.length === 0) return null;
  const trusts = issuer !== null && issuer.trustedAmr.length + issuer.trustedAcr.length > 0;
  return (
    <p className="text-sm/6 text-muted">
      People of <span className="text-text">{emailDomains.join(', ')}</span>
      {issuer && (
        <>
          {' '}
          sign in with <Foreign>{issuer.name}</Foreign>{' '}
          <span className="font-mono break-all">({issuer.issuer})</span>,{' '}
          {trusts ? 'whose second factor counts here' : 'whose second factor does not count here'}
        </>
      )}
    </p>
  );
}

const policies = {
  off: 'second factor not offered',
  optional: 'second factor optional',
  required: 'second factor required',
};

export const ApiKeys = ({ keys, now }: { keys: ApiKey[]; now: Date }) => (
  <ul className="mt-2 flex flex-col gap-2 border-l-2 border-line pl-4">
    {keys.map((key) => (
      <li key={key.id} className="text-sm/6">
        <span className="flex flex-wrap items-center gap-x-2.5">
          <Foreign>{key.name}</Foreign>
          <ManagedBadges of={{ ...key, disabledAt: null }} />
        </span>
        <span className="block text-muted">
          May {key.scopes.join(', ')} ·{' '}
          {key.lastUsedAt ? (
            <>
              used <Time at={key.lastUsedAt} now={now} />
            </>
          ) : (
            'never used'
          )}
        </span>
      </li>
    ))}
  </ul>
);
