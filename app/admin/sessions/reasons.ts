import type { EndReason } from '@/lib/sessions/store';
import { entryOf } from '../../query';

/** Why a session was ended, in a sentence. */
const reasons: Record<EndReason | 'expired', string> = {
  signed_out_by_person: 'The person signed the device out.',
  revoked_by_client: 'The program gave its token back, as it does when somebody signs out there.',
  refresh_token_reused: 'A refresh token that was used already came again, so somebody else may have had it.',
  device_code_replayed: 'Its device code was presented again, long after it was used.',
  revoked_by_admin: 'An administrator revoked it.',
  client_disabled: 'Its client was disabled.',
  client_became_public: 'Its client had a secret, and has none any more.',
  client_became_administrators_only: 'Its client became one for administrators of this server alone.',
  address_taken_over: 'The account had been made by somebody who had not proved its address.',
  left_organization: 'The person left its organization, or was removed from it.',
  reported_by_person: 'The person said: this was not me.',
  person_disabled: 'Its person was disabled.',
  signed_out_by_admin: 'An administrator signed the person out everywhere.',
  no_longer_administrator: 'It was for administrators of this server alone, and the person was one no more.',
  expired: 'Its time was over.',
};

export const reasonInWords = (reason: string | null): string | null => entryOf<string>(reasons, reason);
