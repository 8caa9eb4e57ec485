import { Button } from './button';
import { Hidden } from './hidden';
import { Notice } from './notice';

/** The warning, and then two answers of the same size. */
export function DecisionForm({ request, ticket }: { request: string; ticket: string }) {
  return (
    <form method="post" action="/device/decide" className="flex flex-col gap-5">
      <Hidden values={{ request, ticket }} />
      <Notice tone="warning" title="Did somebody send you this code? Then deny.">
        <p>Allow only what you started yourself, on a device of yours.</p>
      </Notice>
      <div className="grid grid-cols-2 gap-3">
        <Button look="secondary" name="decision" value="deny">
          Deny
        </Button>
        <Button name="decision" value="allow">
          Allow
        </Button>
      </div>
    </form>
  );
}
