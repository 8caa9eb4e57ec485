import { Aside, Fact, Facts } from './facts';
import { Day } from './time';

type Organization = {
  people: number;
  apiKeys: unknown[];
  createdAt: Date;
  secondFactor: 'off' | 'optional' | 'required';
};

/** What is known of an organization; `policy`, `days` and `devices` in words. */
export function OrganizationFacts({
  organization,
  policy,
  days,
  devices,
  now,
}: {
  organization: Organization;
  policy: string;
  days: string;
  /** What it allows their devices, a fact each. */
  devices: { label: string; words: string }[];
  now: Date;
}) {
  return (
    <Facts labels="long">
      <Fact label="People">{organization.people === 0 ? 'None' : organization.people}</Fact>
      <Fact label="Second factor">
        {policy}
        {organization.secondFactor === 'required' && <Aside>Days to set one up: {days}</Aside>}
      </Fact>
      {devices.map(({ label, words }) => (
        <Fact key={label} label={label}>
          <span className="break-words">{words}</span>
        </Fact>
      ))}
      <Fact label="API keys">{organization.apiKeys.length === 0 ? 'None' : organization.apiKeys.length}</Fact>
      <Fact label="Since">
        <Day at={organization.createdAt} now={now} />
      </Fact>
    </Facts>
  );
}
