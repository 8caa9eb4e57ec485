import { entryOf } from '@/app/query';

/** Why no passkey was added, and what to do next. */
const problems: Record<string, { title: string; sentence: string }> = {
  failed: {
    title: 'The passkey was not added',
    sentence: 'It could not be checked, or it took more than five minutes. Try again.',
  },
  taken: {
    title: 'That passkey is in use already',
    sentence: 'It belongs to an account here. Use another device or a security key for a new one.',
  },
  too_many: {
    title: 'You have 20 passkeys',
    sentence:
      'That is the most that an account can have. Remove one that you no longer use, then add this one.',
  },
};

export const problemOf = (code: string | undefined) => entryOf(problems, code);
