import { z } from 'zod';
import { plainText } from '@/lib/clients/profile';
import { adminForm } from '@/lib/login/form';
import { createOrganization } from '@/lib/organizations/create';
import { isSlug } from '@/lib/organizations/rules';
import { pathWith } from '../../../../query';
import { pathOfOrganization } from '../../path';

const fields = z.object({ name: z.string().max(500).default(''), slug: z.string().max(500).default('') });
const again = (left: Record<string, string>) => pathWith('/admin/organizations/new', left);

/** What was typed survives a step on the way, and what is wrong with it. */
export const POST = adminForm(
  { permission: 'organizations:create', fields, returnTo: again },
  async ({ ctx, fields: sent }) => {
    const name = plainText(100).safeParse(sent.name).data;
    const slug = sent.slug.trim();
    if (name === undefined) return { path: again({ ...sent, error: 'name' }) };
    if (!isSlug(slug)) return { path: again({ ...sent, error: 'slug' }) };
    const outcome = await createOrganization(ctx, { name, slug });
    return {
      path:
        outcome === 'taken'
          ? again({ ...sent, error: 'taken' })
          : pathOfOrganization(slug, { notice: 'created' }),
    };
  },
);
