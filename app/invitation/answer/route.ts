import { z } from 'zod';
import { rotateBrowserSession } from '@/lib/login/browser-session';
import { personForm } from '@/lib/login/form';
import { acceptInvitation, declineInvitation } from '@/lib/organizations/answer-invitation';
import { ownOrganizations } from '../../account/organizations/path';
import { pathWith } from '../../query';
import { pathOfInvitation } from '../path';

const fields = z.object({
  token: z.string().max(200).optional(),
  invitation: z.uuid().optional(),
  answer: z.enum(['accept', 'decline']),
});

/** By the mailed link, or from the list of one's own. Whoever administers more than before gets a new session id. */
export const POST = personForm(
  { fields, returnTo: ({ token }) => (token === undefined ? ownOrganizations : pathOfInvitation(token)) },
  async ({ ctx, person, fields: { token, invitation, answer } }) => {
    const to = (notice: string) => pathWith(ownOrganizations, { notice });
    const answered = token !== undefined ? { token } : invitation !== undefined ? { id: invitation } : null;
    if (!answered) return { path: to('gone') };
    const decide = answer === 'accept' ? acceptInvitation : declineInvitation;
    const done = await decide(ctx, person.userId, answered);
    if (!done) return { path: to('gone') };
    if (answer === 'decline') return { path: to('declined') };
    return {
      path: to('accepted'),
      cookies: done.role === 'member' ? [] : await rotateBrowserSession(ctx, person),
    };
  },
);
