import { pathWith } from '../query';

/** Where a mailed invitation leads. */
export const pathOfInvitation = (token: string): string => pathWith('/invitation', { token });
