import { z } from 'zod';
import { disablePerson, enablePerson } from '@/lib/accounts/disable';
import { changeRole } from '@/lib/accounts/role';
import { signPersonOut } from '@/lib/accounts/sign-out';
import type { RequestContext } from '@/lib/context';
import { adminForm } from '@/lib/login/form';
import { type ActionName, actionNames } from '../actions';
import { pathOfAction, pathOfUser, userId } from '../path';

const fields = z.object({ user: userId, action: z.enum(actionNames) });

const verbs: Record<ActionName, (ctx: RequestContext, user: string) => Promise<string>> = {
  disable: disablePerson,
  enable: enablePerson,
  'sign-out': signPersonOut,
  'make-admin': (ctx, user) => changeRole(ctx, user, 'admin'),
  'remove-admin': (ctx, user) => changeRole(ctx, user, 'user'),
};

export const POST = adminForm(
  { permission: 'people:write', fields, returnTo: ({ user, action }) => pathOfAction(user, action) },
  async ({ ctx, fields: { user, action } }) => {
    const came = await verbs[action](ctx, user);
    const notice = came === 'changed' ? action : came === 'own' ? 'self' : came;
    return { path: pathOfUser(user, { notice }) };
  },
);
