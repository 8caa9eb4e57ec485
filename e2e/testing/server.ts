import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export type RunningServer = {
  url: string;
  dataDir: string;
  pid: number;
  /** All it has written so far. */
  output(): string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  kill9(): Promise<void>;
  /** SIGHUP; resolves with what it then says of CLIENTS_FILE. */
  reload(): Promise<string>;
  /** Resolves with the exit code once it has ended, whatever ended it. */
  exited(): Promise<number | null>;
  /** The same port, data and environment again. */
  restart(): Promise<RunningServer>;
};

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export const makeDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'doorcode-e2e-'));
export const removeDataDir = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

/** A process of the built server, with nothing of our own environment but what a program needs to run. */
export function spawnServer(variables: Record<string, string>): {
  child: ChildProcess;
  output: () => string;
} {
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.execPath, [join(root, 'dist/server/main.js')], {
    cwd: root,
    env: { PATH, HOME, TMPDIR, NODE_ENV: 'production', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

/** Start the built server, and wait until it says that it is ready. Rejects with its output when it ends instead. */
export async function startServer(variables: Record<string, string> = {}): Promise<RunningServer> {
  const port = variables.PORT ?? String(await freePort());
  const dataDir = variables.DATA_DIR ?? (await makeDataDir());
  const given = { ...variables, PORT: port, DATA_DIR: dataDir };
  const { child, output } = spawnServer(given);
  await new Promise<void>((ready, failed) => {
    child.stdout?.on('data', () => output().includes('Doorcode is ready') && ready());
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}:\n${output()}`)));
  });
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await exited)[0];
  };
  const reload = () =>
    new Promise<string>((done, failed) => {
      const before = output().length;
      const look = () => {
        const said = output().slice(before);
        if (!/^ {2}Applied .*\n|"Nothing was changed.*\n/m.test(said)) return;
        child.stdout?.off('data', look);
        done(said);
      };
      child.stdout?.on('data', look);
      exited.then(() => failed(new Error(`the server ended at SIGHUP:\n${output()}`)));
      child.kill('SIGHUP');
    });
  return {
    url: `http://localhost:${port}`,
    dataDir,
    pid: child.pid!,
    output,
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
    reload,
    exited: async () => (await exited)[0],
    restart: () => startServer(given),
  };
}
