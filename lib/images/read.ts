import { sha256 } from '@/lib/crypto';
import { decideImage, type ImageRefusal, type StoredImage } from '@/lib/images/rules';

/** A picture that somebody has sent, to be kept; or why not. */
export function readImage(bytes: Uint8Array): StoredImage | ImageRefusal {
  const image = decideImage(bytes);
  return typeof image === 'string' ? image : { hash: sha256(bytes), mediaType: image.mediaType, bytes };
}

/** Where a picture that is kept can be seen. */
export const pathOfImage = (hash: string): string => `/images/${hash}`;
