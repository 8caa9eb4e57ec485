/** After how many days a secret expires, as it is offered. */
export const expiries = {
  '1': 'a day',
  '7': '7 days',
  '30': '30 days',
  '90': '90 days',
  '365': 'a year',
} as const;

/** That many days from now; null for what is not offered: never. */
export const daysFrom = (now: Date, days: string): Date | null =>
  Object.hasOwn(expiries, days) ? new Date(now.getTime() + Number(days) * 86_400_000) : null;
