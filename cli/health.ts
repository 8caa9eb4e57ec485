import { DoorcodeError, send, userAgent } from '../sdk/index.js';
import type { Context } from './context.js';
import { print, printJson } from './terminal.js';

/** Asks a Doorcode server whether it is ready. Exit code 0 when it is. */
export async function health(context: Context, options: { json?: boolean }): Promise<number> {
  const { serverUrl: server, client, signal } = context;
  const url = `${server.replace(/\/$/, '')}/health/ready`;
  const startedAt = performance.now();
  const problem = await findProblem(url, userAgent(client), signal);
  const latencyMs = Math.round(performance.now() - startedAt);
  const status = problem === undefined ? 'ready' : 'not ready';
  if (options.json) printJson({ server, status, latency_ms: latencyMs, problem });
  else print([status, server, `${latencyMs} ms`, problem].filter(Boolean).join('  '));
  return problem === undefined ? 0 : 1;
}

async function findProblem(url: string, agent: string, signal: AbortSignal): Promise<string | undefined> {
  const options = { method: 'GET', headers: { 'user-agent': agent } };
  try {
    const response = await send(url, options, { signal, timeoutSeconds: 10 });
    return response.ok ? undefined : `It answered with HTTP ${response.status}.`;
  } catch (error) {
    if (error instanceof DoorcodeError) return error.message;
    throw error;
  }
}
