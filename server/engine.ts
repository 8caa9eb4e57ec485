import { setFlagsFromString } from 'node:v8';

/**
 * Imported before everything else: how V8 runs this process (figures in docs/decisions/022).
 *
 * Prisma's query compiler is WebAssembly; to optimise it V8 takes 60 MB that it never gives back. And V8 lets the heap
 * grow to a multiple of what lives in it before it looks what is over; half as much again is enough here.
 */
setFlagsFromString('--liftoff-only');
setFlagsFromString('--heap-growing-percent=50');
