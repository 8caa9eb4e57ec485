import type { ReactNode } from 'react';
import { Button } from './button';
import { Hidden } from './hidden';
import { Notice } from './notice';

/** What there is to choose, the warning, and then two answers of the same size; without Allow where it cannot be allowed. */
export function DecisionForm({
  request,
  ticket,
  mayAllow = true,
  children,
}: {
  request: string;
  ticket: string;
  mayAllow?: boolean;
  children?: ReactNode;
}) {
  return (
    <form method="post" action="/device/decide" className="flex flex-col gap-5">
      <Hidden values={{ request, ticket }} />
      {children}
      {mayAllow && (
        <Notice tone="warning" title="Did somebody send you this code? Then deny.">
          <p>Allow only what you started yourself, on a device of yours.</p>
        </Notice>
      )}
      <div className={mayAllow ? 'grid grid-cols-2 gap-3' : undefined}>
        <Button look="secondary" name="decision" value="deny">
          Deny
        </Button>
        {mayAllow && (
          <Button name="decision" value="allow">
            Allow
          </Button>
        )}
      </div>
    </form>
  );
}
