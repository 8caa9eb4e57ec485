import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { ConfirmCard } from '@/components/confirm-card';
import { Foreign } from '@/components/facts';
import { describeOrganization } from '@/lib/organizations/list';
import { foreseePolicy } from '@/lib/organizations/policy-effect';
import { markOfPolicy } from '@/lib/organizations/policy-mark';
import { decodeSegment, type Query, readQuery } from '../../../../query';
import { requireAdmin } from '../../../../session';
import { pathOfOrganization, pathOfPolicyToConfirm } from '../../path';
import { policyFieldNames, readPolicy, writePolicy } from '../../policy/read-policy';
import { effectInWords } from '../policy-words';

export const metadata: Metadata = { title: 'Save the policy?' };

type Props = { params: Promise<{ slug: string }>; searchParams: Query };

/** Before a policy that takes from live sign-ins: what follows, and for how many devices at most. */
export default async function ConfirmPolicyPage({ params, searchParams }: Props) {
  const slug = decodeSegment((await params).slug);
  const { opened, ...typed } = await readQuery(searchParams, 'opened', ...policyFieldNames);
  const { ctx } = await requireAdmin(pathOfPolicyToConfirm(slug, { opened, ...typed }), {
    permission: 'organizations:write',
    fresh: true,
  });
  const organization = await describeOrganization(ctx, slug);
  if (!organization) notFound();
  const chosen = { ...writePolicy(organization), ...definedOf(typed) };
  const asOpened = opened ?? markOfPolicy(organization);
  const form = `${pathOfOrganization(slug, { ...chosen, opened: asOpened })}#policy`;
  const policy = readPolicy(chosen);
  const foreseen = 'wrong' in policy ? null : await foreseePolicy(ctx, slug, policy);
  if (organization.managedByFile) redirect(pathOfOrganization(slug, { notice: 'managed_by_file' }));
  if (!foreseen?.effect) redirect(form);
  return (
    <ConfirmCard
      title={
        <>
          Save the policy of <Foreign>{organization.name}</Foreign>?
        </>
      }
      intro={
        <ul className="flex list-disc flex-col gap-1.5 pl-5 break-words">
          {effectInWords(foreseen.effect, foreseen.devices).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      }
      action="/admin/organizations/policy/change"
      carried={{ organization: slug, ...chosen, opened: asOpened, confirmed: '1' }}
      yes="Save the policy"
      no="Back, without saving"
      back={form}
    />
  );
}

const definedOf = (typed: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).filter((pair): pair is [string, string] => pair[1] !== undefined));
