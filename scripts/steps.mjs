/* What every script shares: the printed steps, the sentence of a failure, and the little that runs programs. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

/** A failure whose message is one sentence for the person at the terminal. */
export class Refusal extends Error {}

/** Ends a script: a Refusal in one sentence, anything else (a fault of ours) with its stack; exit code 1. */
export function fail(error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 1;
}

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Prints what begins, and with its time what ended. On a terminal the line shows the seconds as they pass;
 * elsewhere a line says every 20 s that the step still runs.
 */
export async function step(name, work) {
  const began = performance.now();
  const elapsed = () => seconds(performance.now() - began);
  const live = process.stdout.isTTY && !process.env.CI;
  if (live) process.stdout.write(`  ${name} …`);
  else console.log(`  ${name} …`);
  const timer = setInterval(
    () =>
      live ? process.stdout.write(`\r  ${name} … ${elapsed()}`) : console.log(`  ${name} … ${elapsed()}`),
    live ? 1_000 : 20_000,
  );
  const end = (mark) => console.log(`${live ? '\r\x1b[K' : ''}${mark} ${name} (${elapsed()})`);
  try {
    const result = await work();
    end('✓');
    return result;
  } catch (error) {
    end('✗');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Runs a program to its end and answers its code and its output (kept quiet unless `show`). */
export function run(program, args, { env = {}, show = false, cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'];
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio });
    passSignals(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** A command that is ended takes the program it runs along, instead of leaving it at work in the checkout. */
export function passSignals(child) {
  const pass = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  child.on('close', () => {
    for (const signal of signals) process.off(signal, pass);
  });
}

/** The last lines of a program's output, for a failure that nobody foresaw. */
export function tail(output, lines = 25) {
  return output.trim().split('\n').slice(-lines).join('\n');
}

export function hashOf(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/** A file that says for which inputs a step was done. It is written last, so a step that was cut short is done again. */
export function stamp(file) {
  return {
    is: (value) => existsSync(file) && readFileSync(file, 'utf8') === value,
    set: (value) => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, value);
      renameSync(`${file}.new`, file);
    },
  };
}
