import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { revokeMatching } from '@/lib/sessions/bulk';
import { readWanted, wantedFields } from '@/lib/sessions/wanted';
import { pathOfRevocation, pathOfRevokeAll, pathOfSessions } from '../../path';

const typed = z.object(
  Object.fromEntries(wantedFields.map((field) => [field, z.string().max(254).optional()])),
);
const fields = typed.extend({ until: z.iso.datetime() });

export const POST = adminForm(
  { permission: 'sessions:write', fields, returnTo: ({ until: _until, ...sent }) => pathOfRevokeAll(sent) },
  async ({ ctx, fields: { until, ...sent } }) => {
    const { wanted, problems } = readWanted(sent, ctx.now);
    // What cannot be read is no filter: nothing is revoked, and the field says why.
    if (Object.keys(problems).length > 0) return { path: pathOfSessions(sent) };
    const id = await revokeMatching(ctx, wanted, new Date(until));
    return { path: id ? pathOfRevocation(id) : pathOfSessions(sent, { notice: 'too_many_people' }) };
  },
);
