import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { TextLink } from '@/components/button';
import { BelowCard, Card } from '@/components/card';
import { Field } from '@/components/field';
import { Notice } from '@/components/notice';
import { PageShell } from '@/components/page-shell';
import { PasskeyForm } from '@/components/passkey-form';
import { safePath } from '@/lib/login/safe-path';
import { defaultPasskeyName, longestPasskeyName } from '@/lib/mfa/add-passkey';
import { passkeysAvailable } from '@/lib/mfa/relying-party-id';
import { type Query, readQuery } from '../../../../query';
import { requirePerson } from '../../../../session';
import { newPasskeyPath } from '../new-page-path';
import { problemOf } from '../words';

export const metadata: Metadata = { title: 'Create a passkey' };

export default async function NewPasskeyPage({ searchParams }: { searchParams: Query }) {
  const query = await readQuery(searchParams, 'next', 'error');
  const required = { fresh: true, enrolling: true };
  const { ctx } = await requirePerson(newPasskeyPath({ next: query.next }), required);
  if (!passkeysAvailable()) redirect('/account/security');
  const problem = problemOf(query.error);
  return (
    <PageShell>
      <Card
        title="Create a passkey"
        intro="A passkey is kept by this device, by your password manager or on a security key. It signs you in with your fingerprint, your face or your screen lock, and works on no other site."
      >
        {problem && (
          <Notice tone="error" title={problem.title}>
            <p>{problem.sentence}</p>
          </Notice>
        )}
        <PasskeyForm
          kind="register"
          action="/account/security/passkeys/add"
          optionsPath="/account/security/passkeys/options"
          carried={{ next: query.next && safePath(query.next) }}
          label="Create a passkey"
        >
          <Field
            label="Name"
            name="name"
            defaultValue={defaultPasskeyName(ctx)}
            hint="By which you know it again, such as “Work laptop”."
            maxLength={longestPasskeyName}
            autoComplete="off"
          />
        </PasskeyForm>
      </Card>
      <BelowCard>
        <TextLink href={query.next ? safePath(query.next) : '/account/security'}>Back</TextLink>
      </BelowCard>
    </PageShell>
  );
}
