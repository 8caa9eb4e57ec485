import { entryOf } from '../../query';

type Said = { tone: 'success' | 'error'; title: string; sentence: string };

const notices: Record<string, Said> = {
  revoked: {
    tone: 'success',
    title: 'The key is revoked',
    sentence: 'Whatever uses it is refused from now on.',
  },
  gone: {
    tone: 'success',
    title: 'That key was revoked already',
    sentence: 'There was nothing left to do.',
  },
  kept: { tone: 'success', title: 'You have kept your key', sentence: 'Nobody is shown it again.' },
};

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);
