import { z } from 'zod';
import { createClient } from '@/lib/clients/create';
import { rememberNewSecret } from '@/lib/clients/new-secret-cookie';
import { forgetDraft, rememberDraft } from '@/lib/login/draft-cookie';
import { adminForm } from '@/lib/login/form';
import { pathWith } from '../../../../query';
import { formValues, readClientId, readProfile } from '../../client-fields';
import { pathOfClient, pathUnderClient } from '../../path';

const fields = z.record(z.string(), z.string());
type Sent = z.infer<typeof fields>;

const pathOfForm = ({ preset }: Sent, error?: string) =>
  pathWith('/admin/clients/new', { preset, draft: '1', error });

export const POST = adminForm(
  {
    permission: 'clients:write',
    fields,
    returnTo: (sent) => pathOfForm(sent),
    keep: (sent, { ctx, person }) => [rememberDraft(ctx, person, 'new', formValues(sent))],
  },
  async ({ ctx, person, fields: sent }) => {
    const again = (error: string) => ({
      path: pathOfForm(sent, error),
      cookies: [rememberDraft(ctx, person, 'new', formValues(sent))],
    });
    const chosen = readClientId(sent.client_id);
    const { profile } = readProfile(sent);
    if (!profile || 'error' in chosen) return again('wrong');
    const { id } = chosen;
    const created = await createClient(ctx, { id, profile, isConfidential: sent.secret === 'on' });
    if (created.outcome === 'taken') return again('taken');
    if (created.secret === null)
      return { path: pathOfClient(id, { notice: 'created' }), cookies: [forgetDraft()] };
    const cookie = rememberNewSecret(ctx, person, { clientId: id, secret: created.secret });
    return { path: pathUnderClient(id, 'secret'), cookies: [forgetDraft(), cookie] };
  },
);
