import { entryOf } from '@/app/query';

type Problem = { title?: string; sentence?: string; field?: string };

const problems: Record<string, Problem> = {
  wrong: { field: 'That code is not right, or it was used before. Type the one that your app shows now.' },
  wrong_recovery: {
    field: 'That is not one of your recovery codes that are left. Check it, letter by letter.',
  },
  passkey: {
    title: 'That did not work',
    sentence: 'Your passkey could not be checked. Try it again, or use another way.',
  },
  limited: {
    title: 'Too many wrong tries',
    sentence:
      'Nothing more is tried for now. Wait a quarter of an hour, then try again; after 50 wrong tries in a day, until tomorrow.',
  },
};

export const problemOf = (code: string | undefined): Problem | null => entryOf(problems, code);

export const titleOf = (again: string | undefined): string =>
  again === undefined ? 'One more step' : 'Confirm that it is you';

export function introOf(asked: {
  recovery: boolean;
  passkeyOnly: boolean;
  again: string | undefined;
}): string {
  if (asked.recovery) return 'Type one of the recovery codes that you kept. It works once.';
  if (asked.passkeyOnly) return 'What you are signing in asks for a passkey.';
  return asked.again === undefined
    ? 'Your account is protected by a second factor.'
    : 'What you are about to do needs your second factor, given in the last ten minutes.';
}
