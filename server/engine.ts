import { setFlagsFromString } from 'node:v8';

/**
 * Imported before everything else: how V8 runs this process. Prisma's query compiler is WebAssembly, and to optimise it
 * V8 takes 60 MB that it never gives back, for statements of which Prisma keeps the plans anyway.
 */
setFlagsFromString('--liftoff-only');
