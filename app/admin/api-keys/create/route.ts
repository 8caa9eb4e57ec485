import { createOrganizationApiKey } from '@/lib/api-keys/administer';
import { rememberNewKey } from '@/lib/api-keys/new-key-cookie';
import { adminForm } from '@/lib/login/form';
import { chosenKey, keyFields } from '../../../key-fields';
import { pathWith } from '../../../query';
import { pathOfOrganization } from '../../organizations/path';
import { pathOfKeys, pathOfNewKey } from '../path';

/** A key for an organization's own services. */
export const POST = adminForm(
  {
    permission: 'api_keys:write',
    fields: keyFields,
    returnTo: (sent) => pathOfNewKey(sent.organization, chosenKey(sent)),
  },
  async ({ ctx, person, fields }) => {
    const { organization } = fields;
    const made = await createOrganizationApiKey(ctx, organization, fields);
    if (!made) return { path: pathOfOrganization(organization) };
    if (made.problem !== null)
      return { path: pathOfNewKey(organization, { ...chosenKey(fields), error: made.problem }) };
    const shown = pathWith('/account/keys/created', { next: pathOfKeys(organization, { notice: 'kept' }) });
    return { path: shown, cookies: [rememberNewKey(ctx, person, made)] };
  },
);
