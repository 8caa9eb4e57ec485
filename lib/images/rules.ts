/** What a picture must be to be kept here: told by its bytes alone, whatever its sender says that it is. */

export const mostImageBytes = 48 * 1024;
export const mostImagePixels = 1_024;

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp';
export type ReadImage = { mediaType: ImageType; width: number; height: number };
/** One that may be kept, under the SHA-256 of its bytes. */
export type StoredImage = { hash: Buffer; mediaType: ImageType; bytes: Uint8Array };

export type ImageRefusal =
  | 'empty'
  | 'too_large'
  /** SVG can hold scripts and links, so it is refused whatever it looks like. */
  | 'svg'
  | 'unknown_type'
  /** It ends too early, or carries something that is no part of the picture: a second file, say. */
  | 'damaged'
  | 'animated'
  | 'too_many_pixels';

type Size = { width: number; height: number };

export function decideImage(given: Uint8Array): ReadImage | ImageRefusal {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  if (bytes.length === 0) return 'empty';
  if (bytes.length > mostImageBytes) return 'too_large';
  const found = kinds.find(({ begins }) => begins(bytes));
  if (!found) return /<svg[\s>]/i.test(bytes.toString('latin1')) ? 'svg' : 'unknown_type';
  const size = found.read(bytes);
  if (typeof size === 'string') return size;
  const isSane = [size.width, size.height].every((side) => side >= 1 && side <= mostImagePixels);
  return isSane ? { mediaType: found.mediaType, ...size } : 'too_many_pixels';
}

type Kind = {
  mediaType: ImageType;
  begins(bytes: Buffer): boolean;
  /** Walks the whole file: each part must be whole, and the last one the end. */
  read(bytes: Buffer): Size | 'damaged' | 'animated';
};

const ascii = (bytes: Buffer, at: number, length: number): string =>
  bytes.toString('latin1', at, at + length);

/** W3C PNG, §5: a signature and chunks. */
const png: Kind = {
  mediaType: 'image/png',
  begins: (bytes) => ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n',
  read(bytes) {
    let size: Size | null = null;
    let hasData = false;
    for (let at = 8; at + 12 <= bytes.length; ) {
      const length = bytes.readUInt32BE(at);
      const type = ascii(bytes, at + 4, 4);
      const end = at + 12 + length;
      if (end > bytes.length || (at === 8) !== (type === 'IHDR')) return 'damaged';
      if (type === 'IHDR') {
        if (length !== 13) return 'damaged';
        size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
      }
      if (type === 'acTL') return 'animated';
      if (type === 'IDAT') hasData = true;
      if (type === 'IEND') return size && hasData && end === bytes.length ? size : 'damaged';
      at = end;
    }
    return 'damaged';
  },
};

/** ITU-T T.81, Annex B: markers, segments, and scans between them. */
const jpeg: Kind = {
  mediaType: 'image/jpeg',
  begins: (bytes) => ascii(bytes, 0, 3) === '\xff\xd8\xff',
  read(bytes) {
    let size: Size | null = null;
    let hasScan = false;
    let at = 2;
    for (;;) {
      if (bytes[at] !== 0xff) return 'damaged';
      while (bytes[at] === 0xff) at += 1;
      const marker = bytes[at++];
      if (marker === 0xd9) return size && hasScan && at === bytes.length ? size : 'damaged';
      if (marker === undefined || at + 2 > bytes.length) return 'damaged';
      const length = bytes.readUInt16BE(at);
      if (length < 2 || at + length > bytes.length) return 'damaged';
      if (isFrame(marker)) {
        if (size || length < 8) return 'damaged';
        size = { height: bytes.readUInt16BE(at + 3), width: bytes.readUInt16BE(at + 5) };
      }
      at += length;
      if (marker === 0xda) {
        hasScan = true;
        at = endOfScan(bytes, at);
      }
    }
  },
};

const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** B.1.1.5: within a scan FF is followed by 00, or by a restart marker. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
    at += 1;
  }
  return at;
}

/** RFC 9649 §2: RIFF, and chunks of which one is the picture. */
const webp: Kind = {
  mediaType: 'image/webp',
  begins: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP',
  read(bytes) {
    if (bytes.length < 20 || bytes.readUInt32LE(4) + 8 !== bytes.length) return 'damaged';
    let canvas: Size | null = null;
    let picture: Size | null = null;
    for (let at = 12; at < bytes.length; ) {
      if (at + 8 > bytes.length) return 'damaged';
      const type = ascii(bytes, at, 4);
      const length = bytes.readUInt32LE(at + 4);
      const end = at + 8 + length + (length % 2);
      if (end > bytes.length) return 'damaged';
      const chunk = bytes.subarray(at + 8, at + 8 + length);
      if (type === 'ANIM' || type === 'ANMF') return 'animated';
      if (type === 'VP8X') {
        if (at !== 12 || length < 10) return 'damaged';
        canvas = { width: chunk.readUIntLE(4, 3) + 1, height: chunk.readUIntLE(7, 3) + 1 };
      } else if (type === 'VP8 ' || type === 'VP8L') {
        if (picture || length < 10) return 'damaged';
        picture = type === 'VP8 ' ? sizeOfLossy(chunk) : sizeOfLossless(chunk);
        if (!picture) return 'damaged';
      } else if (at === 12) return 'damaged';
      at = end;
    }
    if (!picture) return 'damaged';
    const isSame = !canvas || (canvas.width === picture.width && canvas.height === picture.height);
    return isSame ? picture : 'damaged';
  },
};

/** RFC 6386 §9.1: the start code of a key frame, then 14 bits each. */
const sizeOfLossy = (chunk: Buffer): Size | null =>
  ascii(chunk, 3, 3) === '\x9d\x01\x2a'
    ? { width: chunk.readUInt16LE(6) & 0x3fff, height: chunk.readUInt16LE(8) & 0x3fff }
    : null;

/** RFC 9649 §3.4: a signature byte, then 14 bits each, less one. */
function sizeOfLossless(chunk: Buffer): Size | null {
  const bits = chunk.readUInt32LE(1);
  return chunk[0] === 0x2f ? { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 } : null;
}

const kinds: Kind[] = [png, jpeg, webp];
