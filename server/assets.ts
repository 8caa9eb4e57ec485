import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { sha256 } from '@/lib/crypto';
import { type Coding, codingOf } from '@/server/page-answer';

/**
 * What the build has made for browsers, under paths that change with the content: kept by them for ever, compressed
 * once, at the first request. Browser scripts of ours are versioned here, the rest by Next.js.
 */
export type Assets = {
  /** What answers this path; undefined where it is no asset's. */
  find(path: string): ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  /** Where the script of `browser/` with this name is. */
  pathOf(name: string): string | undefined;
};

export function readAssets(root: string): Assets {
  const files = new Map<string, string>();
  const scripts = new Map<string, string>();
  for (const file of filesBelow(join(root, '.next/static')))
    files.set(`/_next/static/${file}`, join(root, '.next/static', file));
  for (const file of filesBelow(join(root, 'dist/browser'))) {
    const full = join(root, 'dist/browser', file);
    const name = basename(file, '.js');
    const path = `/assets/${name}-${sha256(readFileSync(full)).toString('hex').slice(0, 12)}.js`;
    files.set(path, full);
    scripts.set(name, path);
  }
  const bodies = new Map<string, Promise<Record<Coding, Buffer>>>();
  const answer = async (file: string, type: string, coding: Coding, response: ServerResponse) => {
    const made = bodies.get(file) ?? compressed(file);
    bodies.set(file, made);
    const body = (await made)[coding];
    response.writeHead(200, {
      'content-type': type,
      'content-length': body.length,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      ...(coding !== 'identity' && { 'content-encoding': coding }),
    });
    // For HEAD Node sends no body.
    response.end(body);
  };
  return {
    pathOf: (name) => scripts.get(name),
    find(path) {
      const file = files.get(path);
      if (!file) return undefined;
      const type = types[extname(file)]!;
      return (request, response) => {
        answer(file, type, codingOf(request), response).catch((error: Error) => {
          bodies.delete(file);
          response.destroy(error);
        });
      };
    },
  };
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

async function compressed(file: string): Promise<Record<Coding, Buffer>> {
  const identity = await readFile(file);
  const [br, zipped] = await Promise.all([promisify(brotliCompress)(identity), promisify(gzip)(identity)]);
  return { br, gzip: zipped, identity };
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return (readdirSync(folder, { recursive: true }) as string[]).filter((name) => extname(name) in types);
}
