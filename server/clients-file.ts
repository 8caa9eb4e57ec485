import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { findRevokedApiKeys } from '@/lib/api-keys/store';
import { applyClientsFile } from '@/lib/clients/apply-file';
import { ClientsFileError, readClientsFile } from '@/lib/clients/file/read';
import { systemContext } from '@/lib/context';
import { env, readVariable } from '@/lib/env';
import { logger } from '@/lib/log';

/** Read the file and make it so. Returns a line that says what that changed; throws ClientsFileError. */
export async function applyFile(path: string): Promise<string> {
  const revoked = await findRevokedApiKeys();
  const file = await readClientsFile(path, readVariable, (hash) => revoked.has(hash.toString('hex')));
  const ctx = { ...systemContext(new Date()), requestId: 'clients-file' };
  const counts = Object.entries(await applyClientsFile(ctx, file)).filter(([, count]) => count > 0);
  const said = counts.map(([what, count]) => `${count} ${what}`).join(', ');
  return `Applied ${basename(path)}: ${said || 'nothing changed'}`;
}

type Server = {
  booting: Promise<void>;
  step(line: string): void;
  isEnding(): boolean;
  end(): void;
};

/**
 * SIGHUP means two things: read the configuration again, which is what CLIENTS_FILE is, and that the terminal is gone,
 * which ends what was started in it. Reloads come one after the other, so that the last one read is the last applied.
 */
export function onHangUp({ booting, step, isEnding, end }: Server): () => void {
  const hadTerminal = process.stdout.isTTY === true;
  let reloading = booting;
  const reload = async (path: string) => {
    if (isEnding()) return;
    await applyFile(path).then(step, (error: unknown) => refuse(path, error));
  };
  return () => {
    const path = env().clientsFile;
    if (!path || (hadTerminal && !hasTerminal())) return end();
    // A boot that failed has said so, and ends.
    reloading = reloading.then(() => reload(path)).catch(() => {});
  };
}

function refuse(path: string, error: unknown): void {
  if (error instanceof ClientsFileError) for (const line of error.lines) logger().error(line);
  else logger().error({ err: error }, `${basename(path)} could not be applied`);
  logger().error(`Nothing was changed: ${basename(path)} is as it was applied last`);
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
