import { z } from 'zod';
import { askable } from '@/lib/audit/asked';
import { exportAudit, exportFormats } from '@/lib/audit/export';
import { adminForm } from '@/lib/login/form';
import { pathOfAudit } from '../path';

type AskedName = (typeof askable)[number];
const text = z.string().max(2_000).optional();
const asked = Object.fromEntries(askable.map((name) => [name, text])) as Record<AskedName, typeof text>;
const fields = z.object({ ...asked, format: z.enum(exportFormats) });

const mediaTypes = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const;

/** A file that is written while it is sent. Whoever must take a step first finds the same search again. */
export const POST = adminForm(
  { permission: 'audit:read', fields, returnTo: ({ format: _, ...sent }) => pathOfAudit(sent) },
  async ({ ctx, fields: { format, ...sent } }) => {
    const exported = await exportAudit(ctx, sent, format);
    if ('problems' in exported) return { path: pathOfAudit(sent) };
    const name = `doorcode-audit-${ctx.now.toISOString().slice(0, 10)}.${format}`;
    return new Response(streamOf(exported.pieces), {
      headers: {
        'content-type': mediaTypes[format],
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      },
    });
  },
);

const streamOf = (pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(Buffer.from(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
