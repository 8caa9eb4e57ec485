/** Must the people of an organization have a second factor? `off`: none is offered; whoever has one is still asked for it. */
export const secondFactorPolicies = ['off', 'optional', 'required'] as const;
export type SecondFactorPolicy = (typeof secondFactorPolicies)[number];

export type Policy = { secondFactor: SecondFactorPolicy; secondFactorGraceDays: number };
export type PolicySince = Policy & { secondFactorRequiredSince: Date | null };

export const defaultPolicy: Policy = { secondFactor: 'optional', secondFactorGraceDays: 7 };
export const mostGraceDays = 90;

/** The days of grace count from when it became required, however often they are changed since. */
export function policySince(before: PolicySince | null, wanted: Policy, now: Date): PolicySince {
  const { secondFactor, secondFactorGraceDays } = wanted;
  const since = before?.secondFactor === 'required' ? (before.secondFactorRequiredSince ?? now) : now;
  return {
    secondFactor,
    secondFactorGraceDays,
    secondFactorRequiredSince: secondFactor === 'required' ? since : null,
  };
}

/** When the first of its people must have one: those who belonged to it when it became required. */
export const requiredFrom = (since: Date, { secondFactorGraceDays }: Policy): Date =>
  new Date(since.getTime() + secondFactorGraceDays * 86_400_000);
