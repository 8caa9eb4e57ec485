/* Which files a part of the build is made of, as one hash. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './steps.mjs';

/** Made by us, or read by tests only: a change there changes no build. */
const left = (name) => /^(node_modules|dist|generated|\.next)$|\.(test|fixture)\.tsx?$|\.md$/.test(name);

/** A hash over names and contents of files and folders, given relative to the repository. */
export function hashSources(paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((one) => filesOf(one))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesOf(one) {
  const full = path.join(root, one);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [one];
  return readdirSync(full)
    .filter((name) => !left(name))
    .sort()
    .flatMap((name) => filesOf(path.join(one, name)));
}
