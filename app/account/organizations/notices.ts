import { entryOf } from '../../query';

type Said = { tone: 'success' | 'error'; title: string; sentence: string };

/** What an answer to an invitation, or leaving, came to. */
const notices: Record<string, Said> = {
  accepted: {
    tone: 'success',
    title: 'You have joined',
    sentence: 'From now on you can sign devices in for this organization.',
  },
  declined: {
    tone: 'success',
    title: 'You declined the invitation',
    sentence: 'Nothing else was changed. Whoever invited you can invite you again.',
  },
  gone: {
    tone: 'error',
    title: 'That invitation is gone',
    sentence: 'It was answered or withdrawn, it has expired, or it is to another address.',
  },
  changed: {
    tone: 'success',
    title: 'You have left',
    sentence: 'Your devices that were signed in for that organization are signed out.',
  },
  unknown: { tone: 'error', title: 'Nothing was changed', sentence: 'You do not belong to it any more.' },
  last_owner: {
    tone: 'error',
    title: 'You are its only owner',
    sentence: 'Nothing was changed. Make somebody else an owner first, then leave.',
  },
  by_address: {
    tone: 'error',
    title: 'You belong to it by your e-mail address',
    sentence:
      'Nothing was changed: everybody with an address of its domain belongs to it. Ask one of its administrators to remove you.',
  },
  default: {
    tone: 'error',
    title: 'Everybody belongs to this organization',
    sentence: 'Nothing was changed: it cannot be left.',
  },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);
