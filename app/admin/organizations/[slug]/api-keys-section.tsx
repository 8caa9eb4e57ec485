import { TextLink } from '@/components/button';
import { ApiKeys } from '@/components/organization-list';
import { Section } from '@/components/section';
import { pathOfKeys } from '../../api-keys/path';
import type { SectionProps } from './section-props';

/** With what its own services call this server. */
export const ApiKeysSection = ({ session, organization: { slug, apiKeys } }: SectionProps) => (
  <Section
    id="api-keys"
    title="API keys"
    intro={apiKeys.length === 0 ? 'No service of its own calls this server.' : undefined}
  >
    {apiKeys.length > 0 && <ApiKeys keys={apiKeys} now={session.ctx.now} />}
    <p>
      <TextLink href={pathOfKeys(slug)}>Create and revoke API keys</TextLink>
    </p>
  </Section>
);
