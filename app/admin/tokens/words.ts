import { entryOf } from '../../query';

type Said = { tone: 'success' | 'warning' | 'error'; title: string; sentence: string };

/** What a look-up or a revocation came to, when it is not the session itself. */
const notices: Record<string, Said> = {
  revoked: {
    tone: 'success',
    title: 'The sign-in is revoked',
    sentence: 'The token that you looked up, and every other token of this device, stopped working at once.',
  },
  already_ended: {
    tone: 'success',
    title: 'That sign-in had ended already',
    sentence: 'There was nothing left to do.',
  },
  unknown: {
    tone: 'warning',
    title: 'Nothing is known of this token',
    sentence:
      'It looks like a token of this server, but there is none like it: it expired long ago, or it is of another server or with another prefix. Nothing here accepts it.',
  },
  api_key: {
    tone: 'warning',
    title: 'This is an API key, not a token',
    sentence: 'A script or service calls this server with it. It belongs to no device.',
  },
  key_revoked: {
    tone: 'success',
    title: 'The key is revoked',
    sentence: 'Whatever uses it is refused from now on.',
  },
  key_gone: {
    tone: 'success',
    title: 'That key was revoked already',
    sentence: 'There was nothing left to do.',
  },
  paste_again: {
    tone: 'warning',
    title: 'Nothing was looked up yet',
    sentence: 'You had to show first that it is you, and the token was not kept meanwhile. Paste it again.',
  },
  gone: {
    tone: 'warning',
    title: 'There is no such sign-in',
    sentence: 'It was deleted with its person, or the address is not complete. Look the token up again.',
  },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);

export const malformed =
  'This is no token of this server: its checksum or signature does not match. Check that you pasted all of it.';

export const titleOf = (kind: string | undefined): string =>
  kind === 'access_token'
    ? 'The access token belongs to'
    : kind === 'refresh_token'
      ? 'The refresh token belongs to'
      : 'The token belongs to';
