import { Time } from '@/components/time';
import type { SessionState } from '@/lib/sessions/rules';
import { reasonInWords } from './reasons';

type Session = {
  state: SessionState;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedReason: string | null;
};

/** How it stands, and what that means. */
export function StateInWords({ session, now }: { session: Session; now: Date }) {
  const end = <Time at={session.expiresAt} now={now} />;
  switch (session.state) {
    case 'live':
      return <>Live; ends {end} at the latest</>;
    case 'expired':
      return <>Expired {end}, and is worth nothing</>;
    case 'blocked':
      return (
        <>
          Blocked: its person, client or organization is disabled, the person has left the organization, or
          its organization does not allow this client any more. It would count again if that were undone.
        </>
      );
    case 'ended':
      return (
        <>
          Ended {session.revokedAt && <Time at={session.revokedAt} now={now} />}.{' '}
          {reasonInWords(session.revokedReason)}
        </>
      );
  }
}
