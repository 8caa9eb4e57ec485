import { Aside, Fact, Facts } from './facts';
import { Day } from './time';

type Organization = {
  people: number;
  apiKeys: unknown[];
  createdAt: Date;
  secondFactor: 'off' | 'optional' | 'required';
};

/** What is known of an organization; `policy` and `days` in words. */
export function OrganizationFacts({
  organization,
  policy,
  days,
  now,
}: {
  organization: Organization;
  policy: string;
  days: string;
  now: Date;
}) {
  return (
    <Facts labels="long">
      <Fact label="People">{organization.people === 0 ? 'None' : organization.people}</Fact>
      <Fact label="Second factor">
        {policy}
        {organization.secondFactor === 'required' && <Aside>Days to set one up: {days}</Aside>}
      </Fact>
      <Fact label="API keys">{organization.apiKeys.length === 0 ? 'None' : organization.apiKeys.length}</Fact>
      <Fact label="Since">
        <Day at={organization.createdAt} now={now} />
      </Fact>
    </Facts>
  );
}
