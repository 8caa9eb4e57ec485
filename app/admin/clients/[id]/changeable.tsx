import { AddSecret, ClientSecrets } from '@/components/client-secrets';
import { LogoForm } from '@/components/logo-form';
import { Section } from '@/components/section';
import { type ClientDetails, listSecrets } from '@/lib/clients/list';
import { mostSecrets } from '@/lib/clients/secrets';
import { pathOfImage } from '@/lib/images/read';
import type { Session } from '../../../session';
import { expiries } from '../expiry';
import { pathUnderClient } from '../path';
import { whyNoImage } from '../words';

/** What a client proves itself with. */
export async function SecretsSection({
  session: { ctx },
  client,
  canChange,
}: {
  session: Session;
  client: ClientDetails;
  canChange: boolean;
}) {
  const secrets = await listSecrets(ctx, client.id);
  return (
    <Section
      id="secrets"
      title="Secrets"
      intro={
        secrets.length === 0
          ? 'It has none: it is public, as programs on people’s devices are. With a secret it is confidential, and without it nothing signs in as this client any more.'
          : 'Each counts until it expires, so that one can follow another: make a new one, give it to the client, then let the old one expire.'
      }
    >
      {secrets.length > 0 && (
        <ClientSecrets
          client={client.id}
          secrets={secrets.map((secret) => ({
            ...secret,
            removeHref: pathUnderClient(client.id, 'remove-secret', { secret: secret.ref }),
          }))}
          expiries={expiries}
          canChange={canChange}
          now={ctx.now}
        />
      )}
      {canChange && secrets.length < mostSecrets && <AddSecret client={client.id} expiries={expiries} />}
    </Section>
  );
}

export const LogoSection = ({ client, refused }: { client: ClientDetails; refused: string | undefined }) => (
  <Section id="logo" title="Logo" intro="Shown beside its name wherever people read it.">
    <LogoForm
      action="/admin/clients/form/logo"
      carried={{ client: client.id }}
      logo={client.logo && pathOfImage(client.logo)}
      error={whyNoImage(refused)}
      note="A square one looks best."
    />
  </Section>
);
