import { z } from 'zod';
import { invalidFields } from '@/lib/admin-api/operation';
import { type Cursor, type Key, readCursor, writeKey } from '@/lib/db/keyset';

/** What several operations send and take. Names are in snake_case, times RFC 3339 in UTC. */

export const time = z.iso
  .datetime()
  .meta({ description: 'UTC, RFC 3339', example: '2026-11-21T16:04:05.000Z' });
export const id = z.uuid();
export const clientId = z.string().min(1).max(200);
export const slug = z.string().min(1).max(100);

/** A time as it leaves. */
export const instant = (at: Date): string => at.toISOString();
export const instantOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;

export const cursor = z
  .string()
  .min(1)
  .max(300)
  .optional()
  .meta({ description: '`next` of the page before; the first page when left out' });

/** A page of a list. `next` is the cursor of the page after, and null on the last. */
export const pageOf = <Item extends z.ZodType>(name: string, item: Item) =>
  z
    .object({
      data: z.array(item),
      next: z.string().nullable().meta({ description: 'The cursor of the next page; null on the last' }),
    })
    .meta({ id: name });

/** Every refusal. */
export const errorShape = z
  .object({
    error: z.string().meta({ description: 'A code, such as `invalid_request`' }),
    error_description: z.string().meta({ description: 'A sentence for people' }),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'What is wrong with each value, by its name' }),
  })
  .meta({ id: 'Error' });

/** A position in a list that is ordered by time, as its cursor. */
export const positionOf = (key: Key | null): string | null => key && writeKey(key);

/** The same, read. Throws for what is none: who lost the place does not begin anew unawares. */
export function readPosition(text: string | undefined): Cursor {
  const position = readCursor({ after: text });
  if (text !== undefined && !position) throw badCursor();
  return position;
}

export const badCursor = () => invalidFields({ cursor: 'is no cursor of this list' });

/** Of members that have defaults when something is made: the same when it is changed, where what is left out stays. */
export const changeable = (members: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(members).map(([name, member]) => [
      name,
      described(withoutDefault(member), member).optional(),
    ]),
  );

/** The same as they leave: always there. */
export const shown = (members: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, described(withoutDefault(member), member)]),
  );

const described = (schema: z.ZodType, { description = '' }: z.ZodType) => schema.meta({ description });
const withoutDefault = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault
    ? withoutDefault(schema.unwrap() as z.ZodType)
    : schema;

/** `second_factor` is `secondFactor` inside. */
export const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
