/**
 * What an event says, in one place: for the audit log, the history of a person or a session, and docs/audit.md. `{actor}`
 * and the like stand for who or what it names; `about` is when the event is written.
 */
type Detail = { readonly [name: string]: unknown };
type Words = { says: string | ((detail: Detail) => string); about: string };

const methods: Record<string, string> = {
  ...{ email: 'with a mailed link', passkey: 'with a passkey', github: 'with GitHub', google: 'with Google' },
  ...{ 'microsoft-entra-id': 'with Microsoft', oidc: 'with the server’s issuer' },
};
const method = ({ method: by }: Detail): string =>
  typeof by === 'string' && Object.hasOwn(methods, by) ? methods[by]! : 'with an issuer';

const factors: Record<string, string> = {
  ...{ authenticator: 'an authenticator app', passkey: 'a passkey', synced_passkey: 'a synced passkey' },
  recovery_code: 'a recovery code',
};
const factor = ({ factor: by }: Detail): string =>
  typeof by === 'string' && Object.hasOwn(factors, by) ? factors[by]! : 'a second factor';

const reasons: Record<string, string> = {
  signed_out_by_person: 'was signed out by its person',
  revoked_by_client: 'was given back by its client',
  revoked_by_admin: 'was revoked by an administrator',
  left_organization: 'ended: the person is no longer in its organization',
  client_disabled: 'ended: the client was disabled',
  client_became_public: 'ended: the client lost its secret',
  client_became_administrators_only: 'ended: the client became one for administrators alone',
  signed_out_by_admin: 'ended: an administrator signed the person out everywhere',
  no_longer_administrator: 'ended: the person was an administrator of this server no more',
  person_disabled: 'ended: the person was disabled',
};
const ending = ({ reason }: Detail): string =>
  typeof reason === 'string' && Object.hasOwn(reasons, reason) ? reasons[reason]! : 'was ended';

export const words: Record<string, Words> = {
  'device.approved': {
    says: '{actor} allowed a device to sign in with {client}',
    about: 'a person allowed a device request',
  },
  'device.denied': {
    says: 'A request of {client} was denied for {person}',
    about: 'a person denied a device request, or what they had allowed was withdrawn',
  },
  'device.replayed': {
    says: 'A used device code of {client} came again: the session of {person} was ended',
    about: 'a redeemed device code was presented again, long after',
  },
  'session.created': {
    says: '{person} is signed in on a device with {client}',
    about: 'a device came for its tokens',
  },
  'session.revoked': {
    says: (detail) => `A device session of {person} with {client} ${ending(detail)}`,
    about: 'a device session was ended, one row each',
  },
  'session.reported': {
    says: '{actor} reported a device with {client}: “This was not me.”',
    about: 'a person said that a device is not theirs; everything that came from its code was ended',
  },
  'sessions.revocation_started': {
    says: '{actor} revoked all device sessions of a filter',
    about: 'an administrator revoked all sessions of a filter; each that ends has a row of its own',
  },
  'refresh_token.reused': {
    says: 'A used refresh token of {client} came again: the session of {person} was ended',
    about: 'a refresh token was used twice, so a copy exists',
  },
  'person.created': {
    says: 'An account was made for {person}',
    about: 'somebody signed in for the first time',
  },
  'person.signed_in': {
    says: (detail) => `{person} signed in ${method(detail)}`,
    about: 'a person gave a first factor in a browser',
  },
  'person.signed_out': { says: '{person} was signed out of a browser', about: 'a browser was signed out' },
  'person.signed_out_everywhere': {
    says: '{person} was signed out everywhere',
    about: 'a person, or an administrator for them, ended every browser and device',
  },
  'person.email_changed': {
    says: '{person} changed their e-mail address',
    about: 'a new address was confirmed',
  },
  'person.disabled': { says: '{actor} disabled {person}', about: 'an administrator disabled an account' },
  'person.enabled': { says: '{actor} enabled {person}', about: 'an administrator enabled an account again' },
  'person.role_changed': {
    says: '{actor} changed what {person} may do on this server',
    about: 'somebody was made administrator, or no longer is',
  },
  'person.deleted': { says: 'The account of {person} was deleted', about: 'a person deleted their account' },
  'person.exported': { says: '{person} downloaded their data', about: 'a person downloaded their data' },
  'second_factor.verified': {
    says: (detail) => `{person} gave ${factor(detail)}`,
    about: 'a second factor was right',
  },
  'second_factor.refused': {
    says: 'A wrong second factor was given for {person}',
    about: 'a second factor was wrong',
  },
  'factor.added': {
    says: (detail) => `{person} set up ${factor(detail)}`,
    about: 'a second factor was added',
  },
  'factor.changed': {
    says: (detail) => `{person} renamed ${factor(detail)}`,
    about: 'a passkey was renamed',
  },
  'factor.removed': {
    says: (detail) => `{person} removed ${factor(detail)}`,
    about: 'a second factor was removed by its person',
  },
  'factors.reset': {
    says: '{actor} reset the second factors of {person}',
    about: 'all second factors of a person were taken away for them',
  },
  'recovery_codes.renewed': {
    says: '{person} got new recovery codes',
    about: 'recovery codes were made; the ones before no longer count',
  },
  'account.linked': {
    says: '{person} linked an account of a provider',
    about: 'a provider’s account was linked to a person',
  },
  'account.taken_over': {
    says: 'An unproved account of {person} was taken over by whoever proved its address',
    about: 'an address that nobody had proved was proved, and what others had set up there was removed',
  },
  'membership.created': { says: '{person} joined {organization}', about: 'a person became a member' },
  'membership.changed': {
    says: '{actor} changed the role of {person} in {organization}',
    about: 'a member’s role was changed',
  },
  'membership.removed': {
    says: '{person} is no longer in {organization}',
    about: 'a member was removed, or left',
  },
  'invitation.created': {
    says: '{actor} invited somebody to {organization}',
    about: 'an invitation was sent',
  },
  'invitation.sent_again': {
    says: '{actor} sent an invitation to {organization} again',
    about: 'an invitation was sent again, with a new link',
  },
  'invitation.accepted': {
    says: '{person} accepted an invitation to {organization}',
    about: 'an invitation was accepted',
  },
  'invitation.declined': {
    says: 'An invitation to {organization} was declined',
    about: 'an invitation was declined',
  },
  'invitation.withdrawn': {
    says: '{actor} withdrew an invitation to {organization}',
    about: 'an invitation was withdrawn',
  },
  'admin.set_up': { says: '{person} became the first administrator', about: 'the set-up link was used' },
  'organization.created': { says: '{actor} created {organization}', about: 'an organization was made' },
  'organization.changed': {
    says: '{actor} changed {organization}',
    about: 'name, policy, domains or issuer of an organization changed',
  },
  'organization.disabled': { says: '{actor} disabled {organization}', about: 'an organization was disabled' },
  'organization.enabled': {
    says: '{actor} enabled {organization}',
    about: 'an organization was enabled again',
  },
  'client.created': { says: '{actor} created {client}', about: 'a client was made' },
  'client.changed': { says: '{actor} changed {client}', about: 'a client’s profile or secrets changed' },
  'client.enabled': { says: '{actor} enabled {client}', about: 'a client was enabled again' },
  'client.disabled': {
    says: '{actor} disabled {client}',
    about: 'a client was disabled, and its sessions ended',
  },
  'api_key.created': { says: '{actor} created {target}', about: 'an API key was made' },
  'api_key.changed': { says: '{actor} changed {target}', about: 'an API key’s name or scopes changed' },
  'api_key.revoked': { says: '{actor} revoked {target}', about: 'an API key was revoked' },
  'token.looked_up': {
    says: '{actor} looked up whose a token is',
    about: 'an administrator pasted a token to see whose it is',
  },
  'signing_key.created': { says: '{actor} made a signing key', about: 'a key that signs was made' },
  'signing_key.deleted': {
    says: '{actor} deleted a signing key',
    about: 'a key that signs no more was deleted',
  },
  'settings.changed': { says: '{actor} changed the settings of this server', about: 'a setting was changed' },
  'audit.exported': {
    says: '{actor} exported the audit log',
    about: 'an administrator downloaded audit rows',
  },
  'audit.pruned': {
    says: 'Audit rows were deleted for their age',
    about: 'old audit rows were deleted, as the retention says',
  },
  'audit.retention_changed': {
    says: '{actor} changed how long audit rows are kept',
    about: 'the retention of the audit log was changed',
  },
  'webhook.created': { says: '{actor} created {target}', about: 'a webhook was made' },
  'webhook.changed': { says: '{actor} changed {target}', about: 'a webhook’s address or events changed' },
  'webhook.secret_rotated': {
    says: '{actor} gave {target} a new secret',
    about: 'a webhook’s secret was rotated',
  },
  'webhook.enabled': { says: '{actor} enabled {target}', about: 'a webhook was enabled' },
  'webhook.disabled': {
    says: ({ reason }) =>
      reason === 'by_administrator'
        ? '{actor} disabled {target}'
        : `The server disabled {target}: ${reason === 'gone' ? 'it answered 410' : 'nothing had arrived for days'}`,
    about: 'a webhook was disabled, by an administrator or because nothing arrives there',
  },
  'webhook.deleted': { says: '{actor} deleted {target}', about: 'a webhook was deleted' },
  'webhook.tested': { says: '{actor} sent a test event to {target}', about: 'a test event was sent' },
  'webhook.resent': {
    says: '{actor} sent a delivery of {target} again',
    about: 'one delivery was sent again',
  },
  'webhook.replayed': {
    says: '{actor} replayed the events of {target}',
    about: 'everything since a time was sent again',
  },
};
