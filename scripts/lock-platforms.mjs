/*
 * node scripts/lock-platforms.mjs: after `npm install`, adds to package-lock.json the optional packages of other
 * platforms that the registry in use does not serve. npm leaves them out, and `npm ci` then refuses the lock file.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './steps.mjs';

const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = Object.entries(lock.packages).flatMap(([parent, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !isLocked(parent, name))
    .map(([name, version]) => [name, lockEntry(name, version, entry.dev)]),
);
for (const [name, entry] of added) lock.packages[`node_modules/${name}`] = entry;
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `Added: ${added.map(([name]) => name).join(', ')}` : 'Nothing is missing.');

/** Node's own look-up: beside the parent, then beside each package above it. */
function isLocked(parent, name) {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
  }
}

/** Platform packages say in their name what they are for. */
function lockEntry(name, version, dev) {
  const os = /(android|darwin|linux|win32|freebsd)/.exec(name)?.[1];
  const cpu = /(arm64|x64|ia32|arm|riscv64|ppc64|s390x|wasm32)/.exec(name)?.[1];
  if (!cpu || !/^\d/.test(version))
    throw new Error(`${name} ${version} is no platform package: add it by hand.`);
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}
