import { entryOf } from '@/app/query';

type Said = { tone: 'success' | 'error'; title: string; sentence: string };

const notices: Record<string, Said> = {
  authenticator_added: {
    tone: 'success',
    title: 'Your authenticator app is set up',
    sentence: 'You are asked for its code when you sign in.',
  },
  authenticator_removed: {
    tone: 'success',
    title: 'The authenticator app is removed',
    sentence: 'Its codes work no more. Delete its entry on your phone.',
  },
  passkey_added: {
    tone: 'success',
    title: 'Your passkey is added',
    sentence: 'From now on it signs you in.',
  },
  passkey_renamed: {
    tone: 'success',
    title: 'The passkey has its new name',
    sentence: 'Nothing else changed.',
  },
  passkey_name: {
    tone: 'error',
    title: 'That name cannot be used',
    sentence: 'Type one of 60 letters at most, without invisible characters. The passkey keeps its name.',
  },
  passkey_removed: {
    tone: 'success',
    title: 'The passkey is removed',
    sentence: 'It signs you in no more. Delete it in your device or password manager too.',
  },
  codes_kept: {
    tone: 'success',
    title: 'You have kept your recovery codes',
    sentence: 'Nobody is shown them again. Use one when you have lost your phone or passkey.',
  },
  again: {
    tone: 'success',
    title: 'That was you',
    sentence: 'Nothing was changed yet. Do again what you were about to do.',
  },
  last_factor: {
    tone: 'error',
    title: 'That is your last second factor',
    sentence: 'You must have one. Set up another first, then remove this one.',
  },
  factor_gone: {
    tone: 'success',
    title: 'That was removed already',
    sentence: 'There was nothing left to do.',
  },
  no_factor: {
    tone: 'error',
    title: 'Set up a second factor first',
    sentence: 'Recovery codes are for whoever loses one.',
  },
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

export const findNotice = (code: string | undefined): Said | null => entryOf(notices, code);

/** What to say of a removal. */
export const noticeOfRemoval = (outcome: 'removed' | 'gone' | 'last_and_required', removed: string): string =>
  ({ removed, gone: 'factor_gone', last_and_required: 'last_factor' })[outcome];
