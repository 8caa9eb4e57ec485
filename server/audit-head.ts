import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { raiseAlarm } from '@/lib/audit/alarm';
import type { Head, HeadMemory } from '@/lib/audit/head';
import { logger } from '@/lib/log';

/** The last link of the audit log that this server saw, in `DATA_DIR/audit-head` (0600): it outlives the process. */

const kept = z
  .object({ id: z.string().regex(/^\d{1,19}$/), chain: z.string().regex(/^[0-9a-f]{64}$/) })
  .transform(({ id, chain }): Head => ({ id: BigInt(id), chain }));

const pathIn = (dataDir: string) => join(dataDir, 'audit-head');
const retryMs = 60_000;

/** Null: this server has seen none, or its DATA_DIR was lost. */
export async function readHead(dataDir: string): Promise<Head | null> {
  const path = pathIn(dataDir);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
  try {
    return kept.parse(JSON.parse(text));
  } catch {
    throw raiseAlarm('head', `${path} is damaged: nothing is sealed. Restore it from a backup`, retryMs);
  }
}

/** Read once, then known to the process, even where the file cannot be written. */
export function headMemory(dataDir: string): HeadMemory {
  let known: Head | null | undefined;
  let hasWarned = false;
  return {
    async recall() {
      if (known === undefined) known = await readHead(dataDir);
      return known;
    },
    async keep(head) {
      if (known?.id === head.id && known.chain === head.chain) return;
      known = head;
      await write(dataDir, head).catch((err: unknown) => {
        if (!hasWarned) logger().warn({ err }, 'the end of the audit log is not kept across restarts');
        hasWarned = true;
      });
    },
  };
}

async function write(dataDir: string, { id, chain }: Head): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = pathIn(dataDir);
  // Nodes that share the directory each write their own.
  const unfinished = `${path}.${process.pid}.new`;
  await writeFile(unfinished, `${JSON.stringify({ id: String(id), chain })}\n`, { mode: 0o600 });
  await rename(unfinished, path);
}
