import { z } from 'zod';
import { changeClient } from '@/lib/clients/change';
import { forgetDraft, rememberDraft } from '@/lib/login/draft-cookie';
import { adminForm } from '@/lib/login/form';
import { formValues, readProfile } from '../../client-fields';
import { pathOfClient, pathUnderClient } from '../../path';

const fields = z.record(z.string(), z.string());
type Sent = z.infer<typeof fields>;

const clientOf = (sent: Sent): string => sent.client ?? '';
const pathOfForm = (sent: Sent, error?: string) =>
  pathUnderClient(clientOf(sent), 'edit', { draft: '1', error });

export const POST = adminForm(
  {
    permission: 'clients:write',
    fields,
    returnTo: (sent) => pathOfForm(sent),
    keep: (sent, { ctx, person }) => [
      rememberDraft(ctx, person, `client ${clientOf(sent)}`, formValues(sent)),
    ],
  },
  async ({ ctx, person, fields: sent }) => {
    const id = clientOf(sent);
    const { profile } = readProfile(sent);
    if (!profile) {
      const cookie = rememberDraft(ctx, person, `client ${id}`, formValues(sent));
      return { path: pathOfForm(sent, 'wrong'), cookies: [cookie] };
    }
    const notice = await changeClient(ctx, id, profile);
    const path = notice === 'unknown' ? '/admin/clients' : pathOfClient(id, { notice });
    return { path, cookies: [forgetDraft()] };
  },
);
