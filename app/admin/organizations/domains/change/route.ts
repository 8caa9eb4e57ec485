import { z } from 'zod';
import { adminForm } from '@/lib/login/form';
import { isEmailDomain } from '@/lib/mail/address';
import { changeEmailDomains } from '@/lib/organizations/change-domains';
import { mostSlug, pathOfOrganization } from '../../path';

const fields = z.object({
  organization: z.string().max(mostSlug),
  domains: z.string().max(30_000).default(''),
});

/** As they are kept: `@Acme.Example,` is `acme.example`. */
const read = (typed: string): string[] =>
  typed
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^@/, ''))
    .filter(Boolean);

export const POST = adminForm(
  {
    permission: 'organizations:create',
    fields,
    returnTo: ({ organization, domains }) => pathOfOrganization(organization, { domains }),
  },
  async ({ ctx, fields: { organization, domains: typed } }) => {
    const domains = read(typed);
    const again = (error: string) => ({
      path: `${pathOfOrganization(organization, { domains: typed.slice(0, 2_000), error })}#email-domains`,
    });
    if (domains.length > 100 || !domains.every(isEmailDomain)) return again('domains');
    const outcome = await changeEmailDomains(ctx, organization, domains);
    return outcome === 'taken'
      ? again('domain_taken')
      : { path: pathOfOrganization(organization, { notice: outcome === 'changed' ? 'domains' : outcome }) };
  },
);
