import { Aside, Fact, Facts, Foreign } from './facts';
import { Day, Time } from './time';

type Used = { createdAt: Date; lastUsedAt: Date | null };
type Person = {
  email: string;
  emailVerified: Date | null;
  role: 'user' | 'admin';
  disabledAt: Date | null;
  createdAt: Date;
  organizations: { slug: string; name: string; role: string; href: string }[];
  authenticator: Used | null;
  passkeys: ({ id: string; name: string } & Used)[];
  recoveryCodesLeft: number;
};

/** Who somebody is; `waysIn` in words. */
export function PersonFacts({ person, waysIn, now }: { person: Person; waysIn: string[]; now: Date }) {
  return (
    <Facts labels="long">
      <Fact label="E-mail">
        <bdi>{person.email}</bdi>
        <Aside>
          {person.emailVerified ? (
            <>
              Proved by a sign-in link, last <Day at={person.emailVerified} now={now} />
            </>
          ) : (
            'Not proved here: a provider said it, or nobody has signed in with it yet'
          )}
        </Aside>
      </Fact>
      <Fact label="Role">{person.role === 'admin' ? 'Administrator' : 'User'}</Fact>
      {person.disabledAt && (
        <Fact label="Disabled">
          Since <Day at={person.disabledAt} now={now} />
        </Fact>
      )}
      <Fact label="Since">
        <Day at={person.createdAt} now={now} />
      </Fact>
      <Fact label="Organizations">
        {person.organizations.length === 0 ? 'None' : <Organizations of={person} />}
      </Fact>
      <Fact label="Signs in with">
        <ul>
          {waysIn.map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
      </Fact>
    </Facts>
  );
}

const Organizations = ({ of: { organizations } }: { of: Person }) => (
  <ul>
    {organizations.map(({ slug, name, role, href }) => (
      <li key={slug}>
        <a href={href} className="font-medium text-link underline underline-offset-4">
          <Foreign>{name}</Foreign>
        </a>
        {role !== 'member' && `, ${role}`}
      </li>
    ))}
  </ul>
);

/** What somebody has for a second factor: how much and when, never what it is. */
export function FactorFacts({ person, now }: { person: Person; now: Date }) {
  const { authenticator, passkeys, recoveryCodesLeft } = person;
  return (
    <Facts labels="long">
      <Fact label="Passkeys">
        {passkeys.length === 0 ? (
          'None'
        ) : (
          <ul className="flex flex-col gap-1">
            {passkeys.map((passkey) => (
              <li key={passkey.id}>
                <Foreign>{passkey.name}</Foreign>
                <Use of={passkey} now={now} />
              </li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact label="Authenticator app">
        {authenticator ? (
          <>
            Set up
            <Use of={authenticator} now={now} />
          </>
        ) : (
          'None'
        )}
      </Fact>
      <Fact label="Recovery codes">{recoveryCodesLeft === 0 ? 'None' : `${recoveryCodesLeft} left`}</Fact>
    </Facts>
  );
}

const Use = ({ of: { createdAt, lastUsedAt }, now }: { of: Used; now: Date }) => (
  <Aside>
    Since <Day at={createdAt} now={now} />,{' '}
    {lastUsedAt ? (
      <>
        last used <Time at={lastUsedAt} now={now} />
      </>
    ) : (
      'never used'
    )}
  </Aside>
);
