import { z } from 'zod';

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
