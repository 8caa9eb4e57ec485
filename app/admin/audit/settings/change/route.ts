import { z } from 'zod';
import { changeRetention } from '@/lib/audit/retention';
import { longestRetentionDays, shortestRetentionDays } from '@/lib/audit/rules';
import { adminForm } from '@/lib/login/form';
import { pathWith } from '../../../../query';
import { auditSettingsPath } from '../../path';

const fields = z.object({ days: z.string().max(100) });

/** Nothing is for ever; undefined is no number of days. */
const readDays = (typed: string): number | null | undefined => {
  const text = typed.trim();
  if (text === '') return null;
  const days = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return days >= shortestRetentionDays && days <= longestRetentionDays ? days : undefined;
};

export const POST = adminForm(
  {
    permission: 'settings:write',
    fields,
    returnTo: ({ days }) => pathWith(auditSettingsPath, { days }),
  },
  async ({ ctx, fields: sent }) => {
    const days = readDays(sent.days);
    if (days === undefined) return { path: pathWith(auditSettingsPath, { days: sent.days, error: 'days' }) };
    await changeRetention(ctx, days);
    return { path: pathWith(auditSettingsPath, { notice: 'saved' }) };
  },
);
