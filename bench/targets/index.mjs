/* Every target, in the order of the tables. */
import { betterAuth } from './better-auth.mjs';
import { doorcode } from './doorcode.mjs';
import { floors } from './floor.mjs';
import { oidc } from './oidc.mjs';

export const targets = [doorcode, ...floors, ...oidc, betterAuth];
