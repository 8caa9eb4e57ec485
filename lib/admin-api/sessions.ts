import { z } from 'zod';
import { found, notFound, operation } from '@/lib/admin-api/operation';
import { id, instant, instantOrNull, time } from '@/lib/admin-api/shapes';
import { describeSession } from '@/lib/sessions/describe';
import { endSessionByAdmin } from '@/lib/sessions/end';

const tag = 'Sessions';

const session = z
  .object({
    id,
    state: z.enum(['live', 'blocked', 'expired', 'ended']).meta({
      description: '`blocked`: its person, client or organization is disabled, or the person has left',
    }),
    client_id: z.string(),
    user_email: z.string(),
    organization: z.string().nullable().meta({ description: 'Its name' }),
    device_name: z.string().nullable().meta({ description: 'As the device calls itself' }),
    user_agent: z.string().nullable(),
    scopes: z.array(z.string()),
    ip: z.string().nullable().meta({ description: 'Where the device asked from' }),
    last_used_ip: z.string().nullable(),
    created_at: time,
    last_used_at: time,
    expires_at: time,
    revoked_at: time.nullable(),
    revoked_reason: z.string().nullable(),
  })
  .meta({ id: 'Session' });

type Described = NonNullable<Awaited<ReturnType<typeof describeSession>>>;
const asSession = (one: Described) => ({
  ...{ id: one.id, state: one.state, client_id: one.clientId, user_email: one.email, scopes: one.scopes },
  ...{ organization: one.organizationName, device_name: one.deviceName, user_agent: one.userAgent },
  ...{ ip: one.ip, last_used_ip: one.lastUsedIp, created_at: instant(one.createdAt) },
  ...{ last_used_at: instant(one.lastUsedAt), expires_at: instant(one.expiresAt) },
  ...{ revoked_at: instantOrNull(one.revokedAt), revoked_reason: one.revokedReason },
});

export const getSession = operation(
  {
    ...{ id: 'getSession', method: 'GET', url: '/api/admin/sessions/{id}', tag },
    permission: describeSession.permission,
    summary: 'Get one device session.',
    path: z.object({ id }),
    answer: session,
    refusals: ['not_found'],
  },
  async ({ ctx, path }) => asSession(found(await describeSession(ctx, path.id), 'session')),
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
