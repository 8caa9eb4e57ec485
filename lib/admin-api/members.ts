import { z } from 'zod';
import { conflict, found, invalidFields, notFound, operation } from '@/lib/admin-api/operation';
import { badCursor, cursor, id, instant, instantOrNull, pageOf, slug, time } from '@/lib/admin-api/shapes';
import { parseAddress } from '@/lib/mail/address';
import { inviteToOrganization } from '@/lib/organizations/invite';
import { describeOrganization } from '@/lib/organizations/list';
import { membershipRoles } from '@/lib/organizations/member-rules';
import { changeMemberRole, listMembers, type Member, removeMember } from '@/lib/organizations/members';

const tag = 'Members';
const role = z.enum(membershipRoles);

const member = z
  .object({
    user_id: id,
    email: z.string(),
    name: z.string().nullable(),
    role,
    since: time,
    disabled_at: time.nullable(),
    has_second_factor: z.boolean(),
  })
  .meta({ id: 'Member' });

const asMember = (one: Member) => ({
  ...{ user_id: one.id, email: one.email, name: one.name, role: one.role, since: instant(one.since) },
  ...{ disabled_at: instantOrNull(one.disabledAt), has_second_factor: one.hasSecondFactor },
});

export const getMembers = operation(
  {
    ...{ id: 'listMembers', method: 'GET', url: '/api/admin/organizations/{slug}/members', tag },
    permission: listMembers.permission,
    summary: 'List the members of an organization, by address.',
    path: z.object({ slug }),
    query: z.strictObject({
      search: z.string().max(254).optional().meta({ description: 'A part of the address or name' }),
      cursor,
    }),
    answer: pageOf('MemberPage', member),
    refusals: ['not_found'],
  },
  async ({ ctx, path, query }) => {
    if (query.cursor !== undefined && !id.safeParse(query.cursor).success) throw badCursor();
    found(await describeOrganization(ctx, path.slug), 'organization');
    const { rows, after } = await listMembers(ctx, path.slug, {
      ...{ text: query.search ?? '', after: query.cursor },
    });
    return { data: rows.map(asMember), next: after };
  },
);

const one = { url: '/api/admin/organizations/{slug}/members/{user_id}', tag } as const;
const path = z.object({ slug, user_id: id });

const refusals: Record<string, string> = {
  owners_only:
    'Only an owner, or an administrator of the whole server, gives and takes ownership: not a key of the organization.',
  not_by_key:
    'A key gives the role member alone. An administrator makes another one, signed in at the dashboard.',
  last_owner: 'That is the last owner. Make another member owner first.',
  default: 'Everybody belongs to the default organization.',
};

function settle(outcome: string): void {
  if (outcome === 'unknown') throw notFound('member');
  if (Object.hasOwn(refusals, outcome)) throw conflict(refusals[outcome]!);
}

export const putMember = operation(
  {
    ...{ ...one, id: 'setMemberRole', method: 'PUT', permission: changeMemberRole.permission },
    summary: 'Give a member a role.',
    description:
      'Nobody is made a member without their knowing: invite them. A key gives the role member alone.',
    path,
    body: z.strictObject({ role }),
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path, body }) => settle(await changeMemberRole(ctx, path.slug, path.user_id, body.role)),
);

export const deleteMember = operation(
  {
    ...{ ...one, id: 'removeMember', method: 'DELETE', permission: removeMember.permission },
    summary: 'Remove a member: their device sessions for the organization end at once.',
    path,
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path }) => settle(await removeMember(ctx, path.slug, path.user_id)),
);

const invitationRefusals: Record<string, string> = {
  ...refusals,
  already_invited: 'That address is invited already.',
  already_member: 'Whoever has that address is a member already.',
  not_allowed_here: 'SIGN_UP does not let that address have an account here.',
  disabled: 'The organization is disabled.',
};

export const invite = operation(
  {
    ...{ id: 'invite', method: 'POST', url: '/api/admin/organizations/{slug}/invitations', tag },
    permission: inviteToOrganization.permission,
    summary: 'Invite an address to an organization, by a mail with a link that works once.',
    description: 'A key invites members alone, not owners or admins.',
    path: z.object({ slug }),
    body: z.strictObject({ email: z.string().max(320), role: role.default('member') }),
    status: 201,
    answer: z
      .object({ email: z.string(), role, mailed: z.boolean().meta({ description: 'Was the mail sent?' }) })
      .meta({ id: 'InvitationMade' }),
    refusals: ['not_found', 'conflict'],
  },
  async ({ ctx, path, body }) => {
    const email = parseAddress(body.email);
    if (!email) throw invalidFields({ email: 'must be one plain address' });
    const outcome = await inviteToOrganization(ctx, path.slug, { email, role: body.role });
    if (outcome === 'unknown') throw notFound('organization');
    if (Object.hasOwn(invitationRefusals, outcome)) throw conflict(invitationRefusals[outcome]!);
    return { email, role: body.role, mailed: outcome === 'invited' };
  },
);
