import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The paths that are pages, from the build's own list. A page answers GET and HEAD; Next.js would render it for a POST
 * as well, so the front door refuses the other methods.
 */
export function readPagePaths(root: string): Set<string> {
  const manifest = JSON.parse(
    readFileSync(join(root, '.next/app-path-routes-manifest.json'), 'utf8'),
  ) as Record<string, string>;
  return new Set(Object.entries(manifest).flatMap(([file, path]) => (file.endsWith('/page') ? [path] : [])));
}
