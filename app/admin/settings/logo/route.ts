import { z } from 'zod';
import { readImage } from '@/lib/images/read';
import { adminUpload } from '@/lib/login/form';
import { changeSettings } from '@/lib/settings/change';
import { pathOfSettings } from '../path';

const fields = z.object({
  /** `remove` takes the logo away. */
  to: z.string().max(200).default(''),
  picture: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
});

export const POST = adminUpload(
  { permission: 'settings:write', fields, returnTo: pathOfSettings('logo') },
  async ({ ctx, fields: { to, picture } }) => {
    const image = picture instanceof Uint8Array ? readImage(picture) : 'empty';
    if (to !== 'remove' && typeof image === 'string')
      return { path: pathOfSettings('logo', { error: image }) };
    const logo = to === 'remove' || typeof image === 'string' ? null : image;
    const notice = await changeSettings(ctx, {
      section: 'branding',
      value: { logo: logo?.hash.toString('hex') ?? null },
      version: null,
      ...(logo && { image: logo }),
    });
    return { path: pathOfSettings('logo', { notice }) };
  },
);
