import type { Series } from '@/components/chart';
import type { Overview } from '@/lib/activity/overview';
import { type RangeName, ranges } from '@/lib/activity/series';

/** What the charts of the overview say. */

const formats = {
  '24h': new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' }),
  '7d': new Intl.DateTimeFormat('en-GB', {
    ...{
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'UTC',
    },
  }),
  '30d': new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }),
};
export const stepNames = (steps: readonly Date[], range: RangeName): string[] =>
  steps.map((at) => formats[range].format(at));

const number = new Intl.NumberFormat('en');
const total = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

export function deviceChart({ devices }: Overview, range: RangeName): { summary: string; series: Series[] } {
  const { requested, approved, denied, expired } = devices;
  const said = [requested, approved, denied, expired].map((values) => number.format(total(values)));
  return {
    summary: `${said[0]} requested, ${said[1]} allowed, ${said[2]} denied, ${said[3]} expired in ${ranges[range].name}.`,
    series: [
      { name: 'Requested', values: requested },
      { name: 'Allowed', values: approved },
      { name: 'Denied', values: denied },
      { name: 'Expired', values: expired },
    ],
  };
}

const methods: Record<string, string> = {
  ...{ email: 'E-mail link', passkey: 'Passkey', github: 'GitHub', google: 'Google' },
  ...{ 'microsoft-entra-id': 'Microsoft', oidc: 'Issuer' },
};
const nameOf = (method: string): string => (Object.hasOwn(methods, method) ? methods[method]! : method);

/** The three most used by name, the others together: four lines can be told apart. */
export function signInChart({ signIns }: Overview, range: RangeName): { summary: string; series: Series[] } {
  const named = signIns
    .slice(0, signIns.length > 4 ? 3 : 4)
    .map(({ method, counts }) => ({ name: nameOf(method), values: counts }));
  const rest = signIns.slice(named.length).map(({ counts }) => counts);
  const series =
    rest.length > 0
      ? [...named, { name: 'Others', values: rest[0]!.map((_, at) => total(rest.map((one) => one[at]!))) }]
      : named;
  if (series.length === 0)
    return {
      summary: `Nobody signed in in ${ranges[range].name}.`,
      series: [{ name: 'Sign-ins', values: [] }],
    };
  const said = series.map(({ name, values }) => `${name} ${number.format(total(values))}`);
  return { summary: `${said.join(', ')} in ${ranges[range].name}.`, series };
}

export function sessionChart({ liveSessions }: Overview): { summary: string; series: Series[] } {
  const last = liveSessions.findLast((value) => value !== null);
  return {
    summary:
      last == null
        ? 'They are counted every five minutes; the first count is still to come.'
        : `${number.format(last)} when they were counted last. They are counted every five minutes.`,
    series: [{ name: 'Signed in', values: liveSessions }],
  };
}
