import { type Env, parseEnv, setEnv } from '@/lib/env';

/** The environment of a test: a secret that everybody knows, a quiet log, and what the test says. */
export const setTestEnv = (variables: Record<string, string> = {}): Env =>
  setEnv(
    parseEnv({
      AUTH_SECRET: 'a secret that is known to every test',
      LOG_LEVEL: 'silent',
      DATA_DIR: '/nonexistent',
      ...variables,
    }),
  );
