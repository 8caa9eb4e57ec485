import { entryOf } from '../../query';

/** What an administrator can do to an account, and the page that asks first. */
export type PersonAction = {
  title: string;
  what: string[];
  yes: string;
  no: string;
};

const actions: Record<string, PersonAction> = {
  disable: {
    title: 'Disable this account?',
    what: [
      'Every browser, command-line tool and other device of this person is signed out at once. That cannot be undone.',
      'Their API keys are revoked: programs that use them stop working.',
      'They cannot sign in, in any way, until the account is enabled again.',
      'What they have allowed and no device has come for is taken back, and so are invitations that they made.',
      'They are not told by e-mail.',
    ],
    yes: 'Disable',
    no: 'Leave it enabled',
  },
  enable: {
    title: 'Enable this account again?',
    what: [
      'This person can sign in again, as before.',
      'What was signed out stays signed out: each device has to ask them again, and their API keys stay revoked.',
    ],
    yes: 'Enable',
    no: 'Leave it disabled',
  },
  'sign-out': {
    title: 'Sign this person out everywhere?',
    what: [
      'Every browser, command-line tool and other device of this person is signed out at once. That cannot be undone.',
      'Their API keys are revoked: programs that use them stop working.',
      'They can sign in again, with the second factors that they have.',
      'They are told by e-mail.',
    ],
    yes: 'Sign out everywhere',
    no: 'Leave them signed in',
  },
  'make-admin': {
    title: 'Make this person an administrator?',
    what: [
      'They see and change everything here: every person, session, client and setting.',
      'Their browsers are signed out, so that they begin anew. Devices stay signed in.',
      'They are told by e-mail.',
    ],
    yes: 'Make administrator',
    no: 'Leave it as it is',
  },
  'remove-admin': {
    title: 'Take the administrator’s rights away?',
    what: [
      'They keep their account, and what they are in organizations.',
      'Their browsers are signed out, and devices whose program is for administrators alone. Others stay signed in.',
      'They are told by e-mail.',
    ],
    yes: 'Remove administrator',
    no: 'Leave it as it is',
  },
};

export const findAction = (name: string): PersonAction | null => entryOf(actions, name);
export const actionNames = ['disable', 'enable', 'sign-out', 'make-admin', 'remove-admin'] as const;
export type ActionName = (typeof actionNames)[number];

/** What can be done to somebody as they are; nothing of this to oneself. */
export const actionsFor = (
  person: { id: string; role: 'user' | 'admin'; disabledAt: Date | null },
  ownId: string,
): ActionName[] => {
  if (person.id === ownId) return [];
  if (person.disabledAt) return person.role === 'admin' ? ['enable', 'remove-admin'] : ['enable'];
  return ['sign-out', 'disable', person.role === 'admin' ? 'remove-admin' : 'make-admin'];
};
