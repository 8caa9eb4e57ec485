/* Preloaded into a server (node --import): SIGUSR2 begins a CPU profile, the next one writes it to BENCH_PROFILE. */
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

let session;
process.on('SIGUSR2', () => {
  if (session) return stop();
  session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
});

function stop() {
  const file = process.env.BENCH_PROFILE;
  session.post('Profiler.stop', (error, result) => {
    // Under its name only once it is complete.
    writeFileSync(`${file}.new`, error ? JSON.stringify(error) : JSON.stringify(result.profile));
    renameSync(`${file}.new`, file);
    session.disconnect();
    session = undefined;
  });
}
