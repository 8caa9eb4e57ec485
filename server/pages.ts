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

export type PagePaths = {
  has(path: string): boolean;
  /** Next.js answers it by a module of its own, which renders nothing. */
  isRoute(path: string): boolean;
};

/** Next.js's paths, where `[id]` stands for any one segment, but not for what is a route of its own. */
export function pagePaths(paths: string[], routes: string[] = []): PagePaths {
  const isPage = matcher(paths);
  const isRoute = matcher(routes);
  const fixed = new Set(paths);
  const others = new Set(routes);
  return {
    has: (path) => fixed.has(path) || (!others.has(path) && isPage(path)),
    isRoute: (path) => others.has(path) || (!fixed.has(path) && !isPage(path) && isRoute(path)),
  };
}

function matcher(paths: string[]): (path: string) => boolean {
  const fixed = new Set(paths.filter((path) => !path.includes('[')));
  const patterns = paths
    .filter((path) => path.includes('['))
    .map((path) => new RegExp(`^${path.replace(/\[\.\.\.[^/]+\]/g, '.+').replace(/\[[^/]+\]/g, '[^/]+')}$`));
  return (path) => fixed.has(path) || patterns.some((pattern) => pattern.test(path));
}
