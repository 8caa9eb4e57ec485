/** The factors that a person has; recovery codes stand for one, and are none. */
export type Factors = { hasAuthenticator: boolean; passkeys: number };

export const countOf = ({ hasAuthenticator, passkeys }: Factors): number =>
  passkeys + (hasAuthenticator ? 1 : 0);

/** May one factor be removed? Not the last, while a second factor is required of its person. */
export const decideRemoval = (factors: Factors, isRequired: boolean): 'allowed' | 'last_and_required' =>
  isRequired && countOf(factors) <= 1 ? 'last_and_required' : 'allowed';
