import { sha256 } from '@/lib/crypto';
import { type Policy, policyFields } from '@/lib/organizations/rules';

/** What a form carries of the policy that it was opened with: a few letters for each part, to tell which have changed since. */
export const markOfPolicy = (policy: Policy): string =>
  policyFields.map((field) => mark(policy[field])).join('.');

const mark = (value: unknown): string => sha256(JSON.stringify(value)).toString('base64url').slice(0, 8);

/** Which parts are not as they were when the form was opened. Of what is no mark: all. */
export function changedSince(marks: string, policy: Policy): (keyof Policy)[] {
  const opened = marks.split('.');
  return policyFields.filter((field, index) => opened[index] !== mark(policy[field]));
}
