import pino from 'pino';
import { env } from '@/lib/env';
import { onePerProcess, setOnePerProcess } from '@/lib/process';

/** The clock before Next.js puts its own in its place, which looks each time whether a page is being rendered. */
const { now } = Date;

/**
 * The log of this process, JSON lines on stdout. An error is logged by its kind, message and stack, never with the
 * values of the statement that failed: those may be secrets.
 */
export const logger = (): pino.Logger =>
  onePerProcess('logger', () =>
    pino(
      {
        level: env().logLevel,
        base: null,
        timestamp: () => `,"time":${now()}`,
        serializers: {
          err: (error: unknown) =>
            error instanceof Error
              ? {
                  type: error.name,
                  message: error.message,
                  code: (error as { code?: unknown }).code,
                  stack: error.stack,
                }
              : { message: String(error) },
        },
      },
      onePerProcess('log-output', () => pino.destination({ dest: 1, sync: true })),
    ),
  );

/** From now on a line is written with its neighbours, a tenth of a second later at most; what is left at the end is written then. */
export function writeLogTogether(): void {
  const stdout = setOnePerProcess('log-output', pino.destination({ dest: 1, sync: false, minLength: 8_192 }));
  setInterval(() => stdout.flush(), 100).unref();
  process.on('exit', () => stdout.flushSync());
}
