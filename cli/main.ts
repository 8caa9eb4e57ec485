import { constants } from 'node:os';
import { safeText } from '../sdk/index.js';
import { createProgram } from './program.js';
import { say } from './terminal.js';

const interruption = new AbortController();

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  const exitCode = 128 + constants.signals[name];
  process.on(name, () => {
    // The first one lets everything put the terminal back and release its locks; the second one insists.
    if (interruption.signal.aborted) process.exit(exitCode);
    process.exitCode = exitCode;
    interruption.abort();
  });
}

const program = createProgram(interruption.signal, (code) => {
  process.exitCode = code;
});

try {
  await program.parseAsync();
} catch (error) {
  if (!interruption.signal.aborted) {
    say(error instanceof Error ? safeText(error.message, 1000) : 'Something unexpected went wrong.');
    process.exitCode = 1;
  }
}
