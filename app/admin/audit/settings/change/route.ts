import { z } from 'zod';
import { changeRetention } from '@/lib/audit/retention';
import { adminForm } from '@/lib/login/form';
import { pathWith } from '../../../../query';
import { auditSettingsPath } from '../../path';
import { readDays } from '../days';

const fields = z.object({ days: z.string().max(100).default(''), confirmed: z.literal('yes').optional() });
const confirmPath = `${auditSettingsPath}/confirm`;

/** To keep rows for ever deletes none; anything else is asked before. */
export const POST = adminForm(
  {
    permission: 'settings:write',
    fields,
    returnTo: ({ days, confirmed }) => pathWith(confirmed ? confirmPath : auditSettingsPath, { days }),
  },
  async ({ ctx, fields: sent }) => {
    const days = readDays(sent.days);
    if (days === undefined) return { path: pathWith(auditSettingsPath, { days: sent.days, error: 'days' }) };
    if (days !== null && !sent.confirmed) return { path: pathWith(confirmPath, { days: String(days) }) };
    await changeRetention(ctx, days);
    return { path: pathWith(auditSettingsPath, { notice: 'saved' }) };
  },
);
