import { Readable } from 'node:stream';
import { z } from 'zod';
import { exportOwnData } from '@/lib/accounts/export';
import { personForm } from '@/lib/login/form';

/** A POST, since it is audited, and so that no link of another site starts it. */
export const POST = personForm(
  { fields: z.object({}), returnTo: '/account/data', fresh: true },
  async ({ ctx, person }) => {
    const pieces = await exportOwnData(ctx, person.userId);
    if (!pieces) return { path: '/account/data' };
    const body = Readable.toWeb(Readable.from(pieces).map((piece: string) => Buffer.from(piece)));
    return new Response(body as ReadableStream<Uint8Array>, {
      headers: {
        'content-type': 'application/json',
        'content-disposition': 'attachment; filename="doorcode-data.json"',
        'cache-control': 'no-store',
      },
    });
  },
);
