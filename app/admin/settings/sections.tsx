import { Fact, Facts } from '@/components/facts';
import { LogoForm } from '@/components/logo-form';
import { Section } from '@/components/section';
import { BrandingForm, FormNotice, PolicyForm, SignInForm } from '@/components/settings-forms';
import { env } from '@/lib/env';
import { pathOfImage } from '@/lib/images/read';
import { adminSecondFactorOf } from '@/lib/settings/admin-second-factor';
import { inkOn } from '@/lib/settings/contrast';
import { availableMethods } from '@/lib/settings/methods';
import { mostDaysKept, signInMethods } from '@/lib/settings/schema';
import type { KeptSettings } from '@/lib/settings/store';
import { whyNoImage } from '../clients/words';
import { readBrandingForm, readPolicyForm, type Typed } from './forms';
import { describeMethod, type sayAbout, signUpInWords, variablesOf } from './words';

type Said = ReturnType<typeof sayAbout>;
type Part = { kept: KeptSettings; typed: Typed | null; said: Said; version: string };

export function BrandingSection({ kept, typed, said, version }: Part) {
  const { branding } = kept.settings;
  const errors = typed ? readBrandingForm(typed).errors : null;
  const accent = (field: 'light' | 'dark', now: string) => ({
    value: typed?.[field] ?? now,
    error: errors?.[field] ?? null,
    shown: { colour: now, ink: inkOn(now) },
  });
  return (
    <Section id="branding" title="Name and colours" intro="Whose server people sign in to.">
      <FormNotice said={said} />
      <BrandingForm
        name={{ value: typed?.name ?? branding.name, error: errors?.name ?? null }}
        light={accent('light', branding.accentLight)}
        dark={accent('dark', branding.accentDark)}
        version={version}
      />
    </Section>
  );
}

export function LogoSection({
  kept,
  said,
  refused,
}: {
  kept: KeptSettings;
  said: Said;
  refused: string | undefined;
}) {
  const { logo } = kept.settings.branding;
  return (
    <Section id="logo" title="Logo" intro="In the place of our mark, before the name.">
      <FormNotice said={said} />
      <LogoForm
        action="/admin/settings/logo"
        logo={logo && pathOfImage(logo)}
        error={whyNoImage(refused)}
        note="It is shown 28 pixels high, on light and on dark pages."
      />
    </Section>
  );
}

export function SignInSection({ kept, typed, said, version }: Part) {
  const off: readonly string[] = typed?.off?.split(' ') ?? kept.settings.signIn.off;
  const available = availableMethods();
  const missing = signInMethods.filter((method) => !available.includes(method));
  const signUp = signUpInWords();
  return (
    <Section
      id="sign-in"
      title="Ways to sign in"
      intro="What is switched off is not offered, and refused on every node within a second. An organization’s own issuer is not among them: it is always on for its people."
    >
      <FormNotice said={said} />
      <SignInForm
        methods={available.map((id) => ({ id, ...describeMethod(id), isOn: !off.includes(id) }))}
        version={version}
      />
      <Facts labels="long">
        {missing.map((id) => (
          <Fact key={id} label={describeMethod(id).name}>
            Not configured. Set {variablesOf[id]}.
          </Fact>
        ))}
        <Fact label="New accounts">
          SIGN_UP is <code className="font-mono">{signUp.value}</code>. {signUp.about}
        </Fact>
      </Facts>
    </Section>
  );
}

export function PolicySection({ kept, typed, said, version }: Part) {
  const { policy } = kept.settings;
  const { adminSecondFactorIsSet } = env();
  const errors = typed ? readPolicyForm(typed).errors : null;
  const now = adminSecondFactorOf(kept.settings);
  return (
    <Section
      id="policy"
      title="Policy"
      intro="Whether other people must have a second factor is for their organizations to say."
    >
      <FormNotice said={said} />
      {adminSecondFactorIsSet && (
        <Facts labels="long">
          <Fact label="Second factor of administrators">
            ADMIN_SECOND_FACTOR is <code className="font-mono">{now}</code>, and decides while it is set.
          </Fact>
        </Facts>
      )}
      <PolicyForm
        secondFactor={adminSecondFactorIsSet ? null : typed?.second_factor || now}
        days={{
          value: typed?.days ?? (policy.sessionsKeptDays === null ? '' : String(policy.sessionsKeptDays)),
          error: errors?.days ?? null,
        }}
        mostDays={mostDaysKept}
        version={version}
      />
    </Section>
  );
}
