import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './server';

const protocol =
  /^(\(dialects\)|oauth2|\.well-known|health|schemas|images|brand\.css)\/|^api\/admin\/.*route\.ts$/;

/** The folders of app/ that hold this file, as paths. */
const pathsWith = (file: string): { path: string; source: string }[] =>
  readdirSync(join(root, 'app'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name === file || name.endsWith(`/${file}`))
    .filter((name) => !protocol.test(name))
    .map((name) => ({
      path: `/${name.slice(0, -file.length).replace(/\/$/, '')}`,
      source: readFileSync(join(root, 'app', name), 'utf8'),
    }));

/** Every route of the browser that takes a POST; the protocol's endpoints are no forms. */
export const postRoutes = pathsWith('route.ts').filter(({ source }) => /export\b.*\bPOST\b/.test(source));
export const personRoutes = postRoutes.filter(({ source }) =>
  /POST = ((person|admin|firstFactor)Form|adminUpload)\(/.test(source),
);

export const pagePaths = pathsWith('page.tsx').map(({ path }) => path);
/** Every route of the browser that answers a GET and is no page. */
export const getRoutes = pathsWith('route.ts')
  .filter(({ source }) => /export\b.*\bGET\b/.test(source))
  .map(({ path }) => path);
