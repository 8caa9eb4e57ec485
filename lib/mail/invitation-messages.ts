import type { Mail } from '@/lib/mail/messages';

const roles = {
  owner: 'as an owner, who may change everything in it',
  admin: 'as an admin, who may change its members and policy',
  member: 'as a member',
};

/** Who invites to what; the link asks first. `by`: the address of who does, where a person did. */
export const invitationMail = (
  to: string,
  host: string,
  {
    organization,
    role,
    by,
    days,
    link,
  }: { organization: string; role: keyof typeof roles; by: string | null; days: number; link: string },
): Mail => ({
  to,
  subject: `Invitation to ${organization} at ${host}`,
  text: `${by ?? 'An administrator'} invites ${to} to belong to “${organization}” at ${host}, ${roles[role]}.

Open this link to accept or decline:

${link}

It works once, for ${days} days, and only for an account with this address. If you do not know what this is about, you can ignore this mail: nothing happens without the link.
`,
});
