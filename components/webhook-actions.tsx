import { SmallButton } from './button';
import { Field } from './field';
import { Hidden } from './hidden';
import { Notice } from './notice';
import { Time } from './time';

/** The one time that it is shown: until whoever made it says that they have it, or a few minutes. */
export const NewSecret = ({ id, secret }: { id: string; secret: string }) => (
  <Notice tone="success" title="Its secret. Keep it now: it is shown for a few minutes, and never again.">
    <code className="mt-2 block rounded-lg bg-card px-3 py-2.5 font-mono text-sm wrap-anywhere text-text select-all">
      {secret}
    </code>
    <p className="mt-2">
      Whoever receives the events verifies them with it, by any library of Standard Webhooks.
    </p>
    <form method="post" action="/admin/webhooks/secret-kept" className="mt-3 grid sm:justify-start">
      <Hidden values={{ webhook: id }} />
      <SmallButton>I have copied it</SmallButton>
    </form>
  </Notice>
);

/** What can be done with a webhook at once, and the ways to what is asked before. */
export const WebhookActions = ({
  id,
  isEnabled,
  oldSecretUntil,
  now,
}: {
  id: string;
  isEnabled: boolean;
  oldSecretUntil: Date | null;
  now: Date;
}) => (
  <div className="flex flex-col gap-3">
    <div className="grid gap-3 sm:flex sm:flex-wrap">
      {isEnabled && (
        <form method="post" action="/admin/webhooks/test" className="grid">
          <Hidden values={{ webhook: id }} />
          <SmallButton>Send a test event</SmallButton>
        </form>
      )}
      <form method="post" action="/admin/webhooks/switch" className="grid">
        <Hidden values={{ webhook: id, to: isEnabled ? 'disabled' : 'enabled' }} />
        <SmallButton>{isEnabled ? 'Disable' : 'Enable'}</SmallButton>
      </form>
      <SmallLink href={`/admin/webhooks/${id}/rotate`}>New secret</SmallLink>
      <SmallLink href={`/admin/webhooks/${id}/delete`}>Delete</SmallLink>
    </div>
    {oldSecretUntil && oldSecretUntil > now && (
      <p className="text-sm/6 text-muted">
        Two secrets sign: the one before stops <Time at={oldSecretUntil} now={now} />.
      </p>
    )}
  </div>
);

const SmallLink = ({ href, children }: { href: string; children: string }) => (
  <a
    href={href}
    className="inline-flex min-h-11 items-center justify-center rounded-lg border border-control bg-card px-4 text-sm font-medium whitespace-nowrap hover:bg-sunken"
  >
    {children}
  </a>
);

export const ReplayForm = ({ id, since }: { id: string; since: string }) => (
  <form
    method="post"
    action="/admin/webhooks/replay"
    className="flex flex-col gap-3 sm:flex-row sm:items-end"
  >
    <Hidden values={{ webhook: id }} />
    <div className="sm:w-72">
      <Field label="Since (UTC)" name="since" type="datetime-local" required defaultValue={since} />
    </div>
    <SmallButton>Send again</SmallButton>
  </form>
);
