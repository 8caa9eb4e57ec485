import { longestRetentionDays, shortestRetentionDays } from '@/lib/audit/rules';

/** How many days audit rows are kept, as it was typed: nothing is for ever; undefined is no number of days. */
export function readDays(typed: string): number | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  const days = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return days >= shortestRetentionDays && days <= longestRetentionDays ? days : undefined;
}
