import pino from 'pino';
import { env } from '@/lib/env';
import { onePerProcess } from '@/lib/process';

/**
 * The log of this process, JSON lines on stdout. An error is logged by its kind, message and stack, never with the
 * values of the statement that failed: those may be secrets.
 */
export const logger = (): pino.Logger =>
  onePerProcess('logger', () =>
    pino({
      level: env().logLevel,
      base: null,
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
    }),
  );
