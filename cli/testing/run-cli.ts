import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { buildCli } from '../build.mjs';

const here = join(import.meta.dirname, '..');

/** Builds the command for one test file, apart from `cli/dist`, which somebody may be using. */
export function useBuiltCli(): { path: string } {
  const cli = { path: '' };
  let folder = '';
  beforeAll(async () => {
    mkdirSync(join(here, 'dist'), { recursive: true });
    folder = mkdtempSync(join(here, 'dist/test-'));
    cli.path = join(folder, 'bin/doorcode.mjs');
    mkdirSync(join(folder, 'bin'));
    copyFileSync(join(here, 'bin/doorcode.mjs'), cli.path);
    await buildCli({ outfile: join(folder, 'dist/doorcode.js') });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return cli;
}

/** A command that runs. */
export interface Run {
  readonly process: ChildProcess;
  readonly stdout: string;
  readonly stderr: string;
  /** Resolves when the output, decorations and all, contains this. */
  shows(text: string): Promise<void>;
  /** Resolves with the exit code. */
  readonly exit: Promise<number | null>;
}

/** Starts a program with nothing of this environment but the PATH, and its settings in `home`. */
export function start(command: string, args: string[], home: string, env: Record<string, string> = {}): Run {
  const clean = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, ...env };
  const child = spawn(command, args, { env: clean as unknown as NodeJS.ProcessEnv, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const watch of watchers) watch();
    });
  }
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    process: child,
    exit,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    shows: (text) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          if (!(output.stdout + output.stderr).includes(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void exit.then(() => reject(new Error(`Ended without showing "${text}":\n${output.stderr}`)));
      }),
  };
}
