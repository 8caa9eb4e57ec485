/*
 * better-auth with its device plugin. Its rate limit and telemetry are off, since every request comes from one address; with an
 * interval of 0 each poll does all the work of one that comes in time (a SELECT, then an UPDATE of when it last polled).
 */
import { betterAuth } from 'better-auth';
import { deviceAuthorization } from 'better-auth/plugins/device-authorization';
import pg from 'pg';

export const options = {
  baseURL: `http://127.0.0.1:${process.env.PORT}`,
  secret: 'a-fixed-secret-of-the-benchmark-alone',
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  plugins: [deviceAuthorization({ expiresIn: '3h', interval: '0s' })],
};

export const auth = betterAuth(options);
