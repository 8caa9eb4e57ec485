import { Badge } from './badge';
import { Button, LinkButton, SmallButton } from './button';
import { Select } from './form-fields';
import { Hidden } from './hidden';
import { Row, Rows } from './section';
import { Time } from './time';

type Secret = {
  ref: string;
  hint: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  isLive: boolean;
  removeHref: string;
};

/** A client's secrets, the oldest first, and what can be done with each, if anything: where a file decides, nothing. */
export function ClientSecrets({
  client,
  secrets,
  expiries,
  canChange,
  now,
}: {
  client: string;
  secrets: Secret[];
  expiries: Readonly<Record<string, string>>;
  canChange: boolean;
  now: Date;
}) {
  return (
    <Rows>
      {secrets.map((secret) => {
        const name = secret.hint ? `Ends in ${secret.hint}` : 'Declared in CLIENTS_FILE';
        return (
          <Row
            key={secret.ref}
            title={
              <span className="flex flex-wrap items-center gap-2">
                {secret.hint ? (
                  <span>
                    Ends in <span className="font-mono">{secret.hint}</span>
                  </span>
                ) : (
                  name
                )}
                {!secret.isLive && <Badge tone="error">Expired</Badge>}
              </span>
            }
            facts={
              <>
                Made <Time at={secret.createdAt} now={now} />
                {secret.expiresAt && (
                  <>
                    {secret.isLive ? ' · expires ' : ' · expired '}
                    <Time at={secret.expiresAt} now={now} />
                  </>
                )}
              </>
            }
          >
            {canChange && (
              <>
                {secret.isLive && !secret.expiresAt && (
                  <form
                    method="post"
                    action="/admin/clients/form/expire-secret"
                    className="flex flex-wrap items-center gap-2"
                  >
                    <Hidden values={{ client, secret: secret.ref }} />
                    <select
                      name="days"
                      defaultValue="7"
                      aria-label={`When the secret that ${name.toLowerCase()} expires`}
                      className="min-h-11 rounded-lg border border-control bg-card px-3 text-sm"
                    >
                      {Object.entries(expiries).map(([days, words]) => (
                        <option key={days} value={days}>
                          in {words}
                        </option>
                      ))}
                    </select>
                    <SmallButton>Expire</SmallButton>
                  </form>
                )}
                <a
                  href={secret.removeHref}
                  className="inline-flex min-h-11 items-center justify-center rounded-lg border border-control bg-card px-4 text-sm font-medium whitespace-nowrap hover:bg-sunken"
                >
                  Remove<span className="sr-only"> the secret that {name.toLowerCase()}</span>
                </a>
              </>
            )}
          </Row>
        );
      })}
    </Rows>
  );
}

/** Make another one, which counts at once beside the others. */
export function AddSecret({
  client,
  expiries,
}: {
  client: string;
  expiries: Readonly<Record<string, string>>;
}) {
  return (
    <form
      method="post"
      action="/admin/clients/form/add-secret"
      className="flex flex-col gap-3 sm:flex-row sm:items-end"
    >
      <Hidden values={{ client }} />
      <div className="sm:w-52">
        <Select
          label="The new one expires"
          name="days"
          choices={{
            '': 'Never',
            ...Object.fromEntries(Object.entries(expiries).map(([days, words]) => [days, `In ${words}`])),
          }}
          chosen=""
        />
      </div>
      <div className="sm:w-44">
        <Button look="secondary">Make a secret</Button>
      </div>
    </form>
  );
}

/** What can be done with a client as a whole. */
export function ClientActions({
  client,
  isDisabled,
  canTry,
  hrefs,
}: {
  client: string;
  isDisabled: boolean;
  canTry: boolean;
  hrefs: { edit: string; try: string; disable: string };
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <LinkButton href={hrefs.edit}>Change</LinkButton>
      {canTry && (
        <LinkButton href={hrefs.try} look="secondary">
          Try it
        </LinkButton>
      )}
      {isDisabled ? (
        <form method="post" action="/admin/clients/form/switch">
          <Hidden values={{ client, to: 'enabled' }} />
          <Button look="secondary">Enable</Button>
        </form>
      ) : (
        <LinkButton href={hrefs.disable} look="secondary">
          Disable
        </LinkButton>
      )}
    </div>
  );
}
