import { SmallButton } from '@/components/button';
import { PasskeyList } from '@/components/passkey-list';
import { Section } from '@/components/section';
import type { RequestContext } from '@/lib/context';
import type { Person } from '@/lib/login/browser-session';
import { describeUserAgent } from '@/lib/login/user-agent';
import { longestPasskeyName } from '@/lib/mfa/add-passkey';
import { listPasskeys } from '@/lib/mfa/change-passkey';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';

export async function PasskeysSection({ ctx, person }: { ctx: RequestContext; person: Person }) {
  const offered = person.secondFactorOffered && passkeysAvailable();
  const passkeys = await listPasskeys(person.userId);
  if (passkeys.length === 0 && !offered) return null;
  return (
    <Section
      id="passkeys"
      title="Passkeys"
      intro="A passkey signs you in with your fingerprint, your face or your screen lock, and works on no other site."
      action={
        offered && (
          <form action="/account/security/passkeys/new">
            <SmallButton>Add a passkey</SmallButton>
          </form>
        )
      }
    >
      {passkeys.length > 0 && (
        <PasskeyList
          passkeys={passkeys.map((passkey) => ({
            ...passkey,
            lastUsedWith: passkey.lastUsedUserAgent && describeUserAgent(passkey.lastUsedUserAgent),
          }))}
          longestName={longestPasskeyName}
          now={ctx.now}
        />
      )}
    </Section>
  );
}
