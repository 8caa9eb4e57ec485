type Said = { tone: 'success' | 'error'; title: string; sentence: string };

const notices: Record<string, Said> = {
  browser_signed_out: {
    tone: 'success',
    title: 'The browser is signed out',
    sentence: 'Whoever uses it has to sign in again.',
  },
  browser_already_out: {
    tone: 'success',
    title: 'That browser was signed out already',
    sentence: 'There was nothing left to do.',
  },
  other_browsers_signed_out: {
    tone: 'success',
    title: 'All other browsers are signed out',
    sentence: 'This one stays signed in. Devices and tools stay signed in too.',
  },
  email_changed: {
    tone: 'success',
    title: 'Your e-mail is changed',
    sentence: 'Sign-in links go to the new address from now on. Both addresses got a mail about it.',
  },
};

export const findNotice = (code: string | undefined): Said | null =>
  (code !== undefined && Object.hasOwn(notices, code) && notices[code]) || null;
