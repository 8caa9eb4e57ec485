import { z } from 'zod';
import { changeLogo } from '@/lib/clients/change';
import { readImage } from '@/lib/images/read';
import { adminUpload } from '@/lib/login/form';
import { pathOfClient } from '../../path';
import { outcomeOf, text } from '../outcome';

const fields = z.object({
  client: text,
  /** `remove` takes the logo away. */
  to: text,
  picture: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
});

export const POST = adminUpload(
  { permission: 'clients:write', fields, returnTo: ({ client }) => pathOfClient(client) },
  async ({ ctx, fields: { client, to, picture } }) => {
    if (to === 'remove') return outcomeOf(client, await changeLogo(ctx, client, null));
    const image = picture instanceof Uint8Array ? readImage(picture) : 'empty';
    if (typeof image === 'string') return { path: `${pathOfClient(client, { logo: image })}#logo` };
    return outcomeOf(client, await changeLogo(ctx, client, image));
  },
);
