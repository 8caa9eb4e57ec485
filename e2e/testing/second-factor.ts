import { generateSync } from 'otplib';
import type { Database } from './database';
import type { FormPerson } from './form-person';

/** An authenticator app on somebody's phone, whose clock the test sets. */
export type AuthenticatorApp = {
  secret: string;
  /** What it shows, so many seconds from now. */
  shows(secondsFromNow?: number): string;
};

export const appWith = (secret: string): AuthenticatorApp => ({
  secret,
  shows: (secondsFromNow = 0) =>
    generateSync({ secret, epoch: Math.floor(Date.now() / 1000) + secondsFromNow }),
});

/** What the page shows to be typed into an app. */
export const appOnPage = (html: string): AuthenticatorApp => appWith(/secret=([A-Z2-7]+)/.exec(html)![1]!);

/** Set an authenticator app up through the real forms, and keep the recovery codes. */
export async function setUpAppByForms(
  person: FormPerson,
): Promise<{ app: AuthenticatorApp; recoveryCodes: string[] }> {
  const page = await person.post('/account/security/authenticator/start', {});
  const app = appOnPage(await person.get(page));
  const kept = await person.post('/account/security/authenticator/confirm', { code: app.shows() });
  const html = await person.get(kept);
  const recoveryCodes = html.match(/\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b/g) ?? [];
  if (recoveryCodes.length < 10) throw new Error(`${kept} shows ${recoveryCodes.length} codes`);
  return { app, recoveryCodes: [...new Set(recoveryCodes)] };
}

/** As if the code that was used last had been used long ago, so that the one shown now works. */
export const forgetUsedCodes = (database: Database): Promise<unknown> =>
  database.query('UPDATE authenticators SET last_used_step = 0');

/** As if everybody's factors and sign-ins were an hour older. */
export const ageFactors = (database: Database): Promise<unknown> =>
  database.query(
    `UPDATE browser_sessions SET created_at = created_at - interval '1 hour',
                                 second_factor_at = second_factor_at - interval '1 hour'`,
  );

/** As if this person could be guessed at a thousand times more, now and today. */
export const liftGuessLimit = (database: Database, email: string): Promise<unknown> =>
  database.query(
    `INSERT INTO rate_limits (key, points, expire)
     SELECT counter || ':' || u.id, -1000, extract(epoch FROM now() + interval '1 hour')::bigint * 1000
       FROM users u, unnest(ARRAY['second-factor', 'second-factor-day']) AS counter WHERE u.email = $1
     ON CONFLICT (key) DO UPDATE SET points = excluded.points, expire = excluded.expire`,
    [email],
  );
