import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { revokeMatching } from '@/lib/sessions/bulk';
import { readWanted, type Typed, wantedFields } from '@/lib/sessions/wanted';
import { pathOfRevocation, pathOfRevokeAll, pathOfSessions } from '../../path';

const text = z.string().max(254).optional();
const typed = Object.fromEntries(wantedFields.map((field) => [field, text])) as Record<
  (typeof wantedFields)[number],
  typeof text
>;
const fields = z.object({ ...typed, until: z.iso.datetime() });

const typedOf = ({ until: _until, ...sent }: z.infer<typeof fields>): Typed => sent;

export const POST = adminForm(
  { permission: 'sessions:write', fields, returnTo: (sent) => pathOfRevokeAll(typedOf(sent)) },
  async ({ ctx, fields: sent }) => {
    const { wanted, problems } = readWanted(typedOf(sent), ctx.now);
    // What cannot be read is no filter: nothing is revoked, and the field says why.
    if (Object.keys(problems).length > 0) return { path: pathOfSessions(typedOf(sent)) };
    const done = await revokeMatching(ctx, wanted, new Date(sent.until));
    if (done.outcome === 'started') return { path: pathOfRevocation(done.id) };
    const notice = done.outcome === 'nothing' ? 'already_ended' : done.outcome;
    return { path: pathOfSessions(typedOf(sent), { notice }) };
  },
);
