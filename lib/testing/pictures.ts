/** Pictures to test with, made here: whole files that say how large they are, and hold nothing to see. */

const be32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const le32 = (value: number): Buffer => Buffer.from(be32(value)).reverse();
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

const pngChunk = (type: string, data: Buffer): Buffer =>
  Buffer.concat([be32(data.length), latin(type), data, be32(0)]);

export const png = (width = 1, height = 1, extra: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    pngChunk('IHDR', Buffer.concat([be32(width), be32(height), latin('\x08\x06\0\0\0')])),
    extra,
    pngChunk('IDAT', latin('data')),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
export const animated = (): Buffer => png(1, 1, pngChunk('acTL', Buffer.alloc(8)));

const segment = (marker: number, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data]);

export const jpeg = (width = 1, height = 1, frame = 0xc0): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, latin('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
    segment(frame, Buffer.from([8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
    Buffer.from([0xff, 0xd9]),
  ]);

export const riff = (...chunks: [type: string, data: Buffer][]): Buffer => {
  const body = Buffer.concat([
    latin('WEBP'),
    ...chunks.flatMap(([type, data]) => [
      latin(type),
      le32(data.length),
      data,
      Buffer.alloc(data.length % 2),
    ]),
  ]);
  return Buffer.concat([latin('RIFF'), le32(body.length), body]);
};
export const lossy = (width: number, height: number): [string, Buffer] => {
  const data = Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 0, 0]);
  data.writeUInt16LE(width, 6);
  data.writeUInt16LE(height, 8);
  return ['VP8 ', data];
};
export const lossless = (width: number, height: number): [string, Buffer] => {
  const data = Buffer.alloc(10);
  data[0] = 0x2f;
  data.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  return ['VP8L', data];
};
export const extended = (width: number, height: number): [string, Buffer] => {
  const data = Buffer.alloc(10);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return ['VP8X', data];
};
