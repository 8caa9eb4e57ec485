/** As Prisma takes a `Bytes` column: a plain copy, which no pool of Buffers shares. */
export const bytes = (buffer: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);
