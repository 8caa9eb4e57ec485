import { spawn } from 'node:child_process';
import type { Account } from './account';

export type RunResult = { ok: boolean; output: string; error?: Error };

/** PostgreSQL gets no variable of ours: they hold secrets, and PG* variables would change what it does. */
const bare: Record<string, string> = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
export const bareEnvironment = bare as NodeJS.ProcessEnv;

/** How a program is started under the account, or under our own when there is none to change to. */
export function under(account: Account | null): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/** Runs a program to its end. Its working directory is one that every account can enter. */
export function run(
  program: string,
  args: string[],
  account: Account | null,
  input = '',
): Promise<RunResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: '/', env: bareEnvironment, ...under(account) });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => {}); // it ended before it read its input; its exit code tells
    child.stdin.end(input);
    child.on('error', (error) => resolve({ ok: false, output, error }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}
