import { equalInConstantTime, hmac } from '@/lib/crypto';
import { env } from '@/lib/env';

/**
 * The link “this was not me” of a security mail. Nothing of it is stored: its token says whose it is and since when,
 * under a key of ours. All that can be done with it is to sign that person out.
 */
const validSeconds = 7 * 24 * 3600;

const seal = (userId: string, issued: string): string =>
  hmac('not-me-link', `${userId} ${issued}`).toString('base64url');

export function notMeLink(now: Date, userId: string): string {
  const issued = String(Math.floor(now.getTime() / 1000));
  return `${env().publicUrl}/login/not-me?token=${userId}.${issued}.${seal(userId, issued)}`;
}

export type NotMeToken = { state: 'valid'; userId: string } | { state: 'expired' | 'invalid' };

/** Whose token it is. `expired` is said of ours alone. */
export function readNotMeToken(token: string, now: Date): NotMeToken {
  const [userId = '', issued = '', mac = '', ...more] = token.split('.');
  if (more.length > 0 || !equalInConstantTime(mac, seal(userId, issued))) return { state: 'invalid' };
  const until = new Date((Number(issued) + validSeconds) * 1000);
  return until > now ? { state: 'valid', userId } : { state: 'expired' };
}
