import type { Json } from '@/lib/audit/store';

export type Changes = Record<string, { from: Json; to: Json }>;

/** Which of these fields differ, from what to what, as JSON; `before` is null for what is new. */
export function changesBetween<Field extends string>(
  fields: readonly Field[],
  before: Readonly<Record<Field, unknown>> | null,
  after: Readonly<Record<Field, unknown>>,
): Changes {
  const all = fields.map(
    (field) => [field, { from: asJson(before?.[field]), to: asJson(after[field]) }] as const,
  );
  return Object.fromEntries(all.filter(([, { from, to }]) => JSON.stringify(from) !== JSON.stringify(to)));
}

const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null));
