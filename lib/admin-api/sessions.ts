import { z } from 'zod';
import { found, invalidFields, notFound, operation } from '@/lib/admin-api/operation';
import {
  cursor,
  id,
  instant,
  instantOrNull,
  pageOf,
  positionOf,
  readPosition,
  time,
} from '@/lib/admin-api/shapes';
import { describeSession } from '@/lib/sessions/describe';
import { endSessionByAdmin } from '@/lib/sessions/end';
import { type ListedSession, listSessions } from '@/lib/sessions/list-all';
import type { SessionState } from '@/lib/sessions/rules';
import { readWanted, wantedFields } from '@/lib/sessions/wanted';

const tag = 'Sessions';

const listed = {
  id,
  state: z.enum(['live', 'blocked', 'expired', 'ended']).meta({
    description: '`blocked`: its person, client or organization is disabled, or the person has left',
  }),
  user_id: id,
  user_email: z.string(),
  client_id: z.string(),
  organization: z.string().nullable().meta({ description: 'Its slug' }),
  device_name: z.string().nullable().meta({ description: 'As the device calls itself' }),
  scopes: z.array(z.string()),
  ip: z.string().nullable().meta({ description: 'Where the device asked from' }),
  created_at: time,
  last_used_at: time,
  expires_at: time,
  revoked_at: time.nullable(),
  revoked_reason: z.string().nullable(),
};
const summary = z.object(listed).meta({ id: 'SessionSummary' });
const session = z
  .object({
    ...listed,
    user_agent: z.string().nullable(),
    resources: z
      .array(z.string())
      .meta({ description: 'The APIs that its tokens may be for; `self` is this server' }),
    amr: z.array(z.string()).meta({ description: 'How the person had signed in who allowed it (RFC 8176)' }),
    acr: z.string().nullable(),
    authenticated_at: time,
    approved_from_ip: z.string().nullable(),
  })
  .meta({ id: 'Session' });

type Listed = Pick<
  ListedSession,
  | ('id' | 'userId' | 'email' | 'clientId' | 'organizationSlug' | 'deviceName' | 'scopes' | 'ip')
  | ('createdAt' | 'lastUsedAt' | 'expiresAt' | 'revokedAt' | 'revokedReason')
> & { state: SessionState };
const asListed = (one: Listed) => ({
  ...{ id: one.id, state: one.state, user_id: one.userId, user_email: one.email, client_id: one.clientId },
  ...{ organization: one.organizationSlug, device_name: one.deviceName, scopes: one.scopes, ip: one.ip },
  ...{ created_at: instant(one.createdAt), last_used_at: instant(one.lastUsedAt) },
  ...{ expires_at: instant(one.expiresAt), revoked_at: instantOrNull(one.revokedAt) },
  revoked_reason: one.revokedReason,
});

const abouts: Record<(typeof wantedFields)[number], string> = {
  user: 'The beginning of an address or name',
  client: 'A client_id, or the beginning of a name',
  organization: 'A slug, or the beginning of a name',
  network: 'An address, or a range from /16 (IPv6: /56)',
  state: '`live` (when left out), `ended`, `expired` or `all`',
  created_from: 'A day such as `2026-03-01`, in UTC, included',
  created_to: 'The same: the last day',
  used_from: 'Used last on this day or later',
  used_to: 'Used last on this day or before',
  unused_days: 'Not used for so many days',
  sort: '`created` or `used`',
  order: '`descending` (when left out) or `ascending`',
};
const filters = Object.fromEntries(
  wantedFields.map((name) => [name, z.string().max(254).optional().meta({ description: abouts[name] })]),
) as Record<(typeof wantedFields)[number], z.ZodOptional<z.ZodString>>;

export const getSessions = operation(
  {
    ...{ id: 'listSessions', method: 'GET', url: '/api/admin/sessions', tag },
    permission: listSessions.permission,
    summary: 'List device sessions: the live ones, the newest first, unless it is said otherwise.',
    description: 'A page may hold few, or none, and still lead on: `next` alone says whether there is more.',
    query: z.strictObject({ ...filters, cursor }),
    answer: pageOf('SessionPage', summary),
  },
  async ({ ctx, query: { cursor: from, ...typed } }) => {
    const { wanted, problems } = readWanted(typed, ctx.now);
    if (Object.keys(problems).length > 0) throw invalidFields(problems);
    const { sessions, after } = await listSessions(ctx, wanted, readPosition(from));
    return { data: sessions.map(asListed), next: positionOf(after) };
  },
);

export const getSession = operation(
  {
    ...{ id: 'getSession', method: 'GET', url: '/api/admin/sessions/{id}', tag },
    permission: describeSession.permission,
    summary: 'Get one device session.',
    path: z.object({ id }),
    answer: session,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => {
    const one = found(await describeSession(ctx, path.id), 'session');
    return {
      ...asListed(one),
      ...{ user_agent: one.userAgent, resources: one.resources, amr: one.amr, acr: one.acr },
      ...{ authenticated_at: instant(one.authenticatedAt), approved_from_ip: one.approvedFromIp },
    };
  },
);

export const revokeSession = operation(
  {
    ...{ id: 'revokeSession', method: 'DELETE', url: '/api/admin/sessions/{id}', tag },
    permission: endSessionByAdmin.permission,
    summary: 'Revoke one device session: all its tokens stop working at once.',
    description: 'It cannot be undone. One that has ended already is answered with 404.',
    path: z.object({ id }),
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => {
    if (!(await endSessionByAdmin(ctx, path.id))) throw notFound('session');
  },
);
