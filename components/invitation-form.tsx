import { Button } from './button';
import { Hidden } from './hidden';

/** Two answers of the same size. */
export function InvitationForm({ token }: { token: string }) {
  return (
    <form method="post" action="/invitation/answer" className="grid grid-cols-2 gap-3">
      <Hidden values={{ token }} />
      <Button look="secondary" name="answer" value="decline">
        Decline
      </Button>
      <Button name="answer" value="accept">
        Accept
      </Button>
    </form>
  );
}
