import { z } from 'zod';
import { endTrial, startTrial, stepTrial } from '@/lib/clients/trial';
import { trialSteps } from '@/lib/clients/trial-requests';
import { adminForm } from '@/lib/login/form';
import { pathUnderClient } from '../../path';
import { text } from '../outcome';
import { sendInProcess } from './endpoints';

const fields = z.object({
  client: text,
  scope: z.string().max(2_000).default(''),
  secret: z.string().max(512).optional(),
  /** `start`, `end`, or a step. */
  step: text,
});
const steps = z.enum(trialSteps);

export const POST = adminForm(
  {
    permission: 'clients:write',
    fields,
    returnTo: ({ client, scope }) => pathUnderClient(client, 'try', { scope: scope || undefined }),
  },
  async ({ ctx, fields: { client, scope, secret = null, step } }) => {
    const path = pathUnderClient(client, 'try');
    if (step === 'start') {
      const started = await startTrial(ctx, client, { scope, secret }, sendInProcess);
      return { path: started === 'unknown' ? '/admin/clients' : `${path}#last` };
    }
    if (step === 'end') await endTrial(ctx);
    const wanted = steps.safeParse(step);
    if (!wanted.success) return { path };
    await stepTrial(ctx, client, wanted.data, sendInProcess);
    return { path: `${path}#last` };
  },
);
