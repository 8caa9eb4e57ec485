import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The paths that are pages, from the build's own list. A page answers GET and HEAD; Next.js would render it for a POST
 * as well, so the front door refuses the other methods.
 */
export function readPagePaths(root: string): PagePaths {
  const manifest = JSON.parse(
    readFileSync(join(root, '.next/app-path-routes-manifest.json'), 'utf8'),
  ) as Record<string, string>;
  const pathsOf = (kind: string) =>
    Object.entries(manifest).flatMap(([file, path]) => (file.endsWith(kind) ? [path] : []));
  return pagePaths(pathsOf('/page'), pathsOf('/route'));
}

export type PagePaths = Pick<ReadonlySet<string>, 'has'>;

/** Next.js's paths, where `[id]` stands for any one segment, but not for what is a route of its own. */
export function pagePaths(paths: string[], routes: string[] = []): PagePaths {
  const fixed = new Set(paths.filter((path) => !path.includes('[')));
  const patterns = paths
    .filter((path) => path.includes('['))
    .map((path) => new RegExp(`^${path.replace(/\[[^/]+\]/g, '[^/]+')}$`));
  const others = new Set(routes);
  return {
    has: (path) => fixed.has(path) || (!others.has(path) && patterns.some((pattern) => pattern.test(path))),
  };
}
