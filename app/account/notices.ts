import { entryOf } from '../query';

type Said = { tone: 'success' | 'error'; title: string; sentence: string };

const notices: Record<string, Said> = {
  signed_out: { tone: 'success', title: 'The device is signed out', sentence: 'It has to ask you again.' },
  signed_out_all: {
    tone: 'success',
    title: 'All your devices are signed out',
    sentence: 'Each has to ask you again. This browser stays signed in.',
  },
  already_out: {
    tone: 'success',
    title: 'That device was signed out already',
    sentence: 'There was nothing left to do.',
  },
  admin: {
    tone: 'success',
    title: 'You are the administrator now',
    sentence: 'The set-up link is used up: nobody can use it again.',
  },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);
