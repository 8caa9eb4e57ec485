import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { freePort, root } from './server';

/** An API of docs/verify, as its reader would run it. */
export type Example = {
  url: string;
  /** `GET /hello` with this Authorization header. */
  hello(authorization?: string, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
};

export async function startExample(file: string, variables: Record<string, string>): Promise<Example> {
  const scratch = await mkdtemp(join(tmpdir(), 'doorcode-example-'));
  const path = join(root, 'docs/verify', file);
  const program = file.endsWith('.ts') ? await serveRoute(path, scratch) : path;
  const PORT = String(await freePort());
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [program], {
    env: { PATH, NODE_ENV: 'production', PORT, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = once(child, 'exit');
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Listening')) ready();
      });
    child.once('exit', (code) => failed(new Error(`${file} ended with ${code}:\n${output}`)));
  }).catch(async (error: unknown) => {
    await rm(scratch, { recursive: true, force: true });
    throw error;
  });
  const url = `http://127.0.0.1:${PORT}`;
  return {
    url,
    hello: (authorization, headers = {}) =>
      fetch(`${url}/hello`, { headers: authorization ? { authorization, ...headers } : headers }),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

/** A Next.js route handler is a function of Request and Response: it needs no Next.js to answer. */
async function serveRoute(path: string, scratch: string): Promise<string> {
  const outfile = join(scratch, 'route.mjs');
  const contents = `import { serve } from '@hono/node-server';
    import { GET } from ${JSON.stringify(path)};
    serve({ fetch: GET, port: Number(process.env.PORT), hostname: '127.0.0.1' }, () => console.log('Listening'));`;
  const stdin = { contents, resolveDir: root };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return outfile;
}
