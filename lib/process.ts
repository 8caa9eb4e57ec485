/**
 * What is one per process (pool, Prisma client, environment, keys), kept on `globalThis`: Next.js's bundle and the
 * server's own bundle each load their own copy of every module, and must still share one of these.
 */
const globals = globalThis as { __doorcode?: Map<string, unknown> };
globals.__doorcode ??= new Map();
const shelf = globals.__doorcode;

/** The one `name` of this process, made at its first use. */
export function onePerProcess<T>(name: string, make: () => T): T {
  const there = shelf.get(name);
  // Asked a dozen times by every request, so it is looked for once.
  if (there !== undefined || shelf.has(name)) return there as T;
  const made = make();
  shelf.set(name, made);
  return made;
}

/** Put the one `name` of this process in place: at boot and in tests. */
export function setOnePerProcess<T>(name: string, value: T): T {
  shelf.set(name, value);
  return value;
}

/** Forget it, so that the next use makes it anew. */
export function clearOnePerProcess(name: string): void {
  shelf.delete(name);
}
