import { z } from 'zod';
import { forgetCode } from '@/lib/device/code-cookie';
import { approveDeviceGrant, denyDeviceGrant } from '@/lib/device/decide';
import { readEnteredCodeProof } from '@/lib/device/ticket';
import { personForm } from '@/lib/login/form';
import { pathWith } from '../../query';

const fields = z.object({
  request: z.string().max(200),
  ticket: z.string().max(200),
  decision: z.enum(['allow', 'deny']),
  organization: z.uuid().optional(),
});

export const POST = personForm({ fields, returnTo: '/device' }, async ({ ctx, person, fields }) => {
  const { request, ticket, decision, organization: organizationId } = fields;
  const grantId = readEnteredCodeProof(person.browserSessionId, request);
  const decide = decision === 'allow' ? approveDeviceGrant : denyDeviceGrant;
  const outcome = grantId ? await decide(ctx, { grantId, ticket, organizationId }) : 'wrong_ticket';
  if (outcome === 'wrong_ticket') return { path: '/device?error=changed' };
  if (outcome === 'wrong_organization')
    return { path: pathWith('/device/confirm', { request, error: 'organization' }) };
  return { path: pathWith('/device/done', { request }), cookies: [forgetCode()] };
});
