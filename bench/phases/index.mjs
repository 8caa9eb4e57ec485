/* The phases in their order. */
import { introspect } from './introspect.mjs';
import { issue } from './issue.mjs';
import { poll } from './poll.mjs';
import { redeem, redeemJwt } from './redeem.mjs';
import { refresh, refreshLater } from './refresh.mjs';

export const phases = {
  ...{ poll, issue, redeem, 'redeem-jwt': redeemJwt, refresh, 'refresh-later': refreshLater, introspect },
};
