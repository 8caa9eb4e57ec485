import type { ImageRefusal } from '@/lib/images/rules';
import { entryOf } from '../../query';

type Said = { tone: 'success' | 'error' | 'warning'; title: string; sentence: string };

/** What came of a form of a client's page. */
const notices: Record<string, Said> = {
  created: {
    tone: 'success',
    title: 'The client is there.',
    sentence: 'Programs may use its id from now on.',
  },
  changed: {
    tone: 'success',
    title: 'Saved.',
    sentence: 'It counts from the next request of the client on.',
  },
  unchanged: { tone: 'success', title: 'Nothing to change.', sentence: 'It was so already.' },
  disabled: {
    tone: 'success',
    title: 'The client is disabled.',
    sentence: 'Its sign-ins have ended, and nobody signs in with it.',
  },
  enabled: { tone: 'success', title: 'The client is enabled.', sentence: 'People sign in with it anew.' },
  secret_kept: {
    tone: 'success',
    title: 'The secret is in use.',
    sentence: 'It is shown nowhere any more. If you lose it, make another one.',
  },
  expires: {
    tone: 'success',
    title: 'The secret will expire.',
    sentence: 'It counts until the time below. Give the client another one before.',
  },
  removed: { tone: 'success', title: 'The secret is removed.', sentence: 'It does not count any more.' },
  made_public: {
    tone: 'success',
    title: 'The client is public now.',
    sentence: 'It had no other secret. Its sign-ins have ended.',
  },
  gone: { tone: 'error', title: 'That secret is gone.', sentence: 'Somebody removed it before you.' },
  too_many: {
    tone: 'error',
    title: 'There are ten secrets already.',
    sentence: 'Remove one that is not used any more, then make a new one.',
  },
  managed_by_file: {
    tone: 'error',
    title: 'CLIENTS_FILE decides about this client.',
    sentence: 'Nothing was changed here. Change it in the file, and reload.',
  },
  unknown: { tone: 'error', title: 'There is no such client.', sentence: 'Nothing was changed.' },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);

const refusals: Record<ImageRefusal, string> = {
  empty: 'Choose a picture first.',
  too_large: 'This picture is larger than 48 KiB. Save it smaller, for instance 256 by 256 pixels.',
  svg: 'This is an SVG. SVG can hold scripts, so none is taken: save it as PNG or WebP.',
  unknown_type: 'This is no PNG, JPEG or WebP.',
  damaged: 'This picture ends too early, or carries something else along. Open it, and save it anew.',
  animated: 'This picture moves. Save one that stands still.',
  too_many_pixels: 'This picture has more than 1,024 pixels on one side. Save it smaller.',
};

/** Why a picture was not taken. */
export const whyNoImage = (code: string | undefined): string | null => entryOf<string>(refusals, code);

/** Why the client's part cannot be played now; null: it can. */
export function whyNotTried({
  disabledAt,
  deviceFlow,
}: {
  disabledAt: Date | null;
  deviceFlow: boolean;
}): string | null {
  if (disabledAt) return 'The client is disabled. Enable it first.';
  return deviceFlow ? null : 'This client does not sign people in with a code, so there is no part to play.';
}
