import { bytes } from '@/lib/db/bytes';
import { runStatement } from '@/lib/db/pool';
import type { Db } from '@/lib/db/prisma';
import type { StoredImage } from '@/lib/images/rules';

/**
 * Keep it, in the transaction that shows it. One that is kept already is as new: so the purge, which deletes those that
 * nothing shows, does not take it away meanwhile.
 */
export async function putImage(db: Db, now: Date, image: StoredImage): Promise<void> {
  const data = { mediaType: image.mediaType, createdAt: now };
  await db.$executeRaw`
    INSERT INTO images (hash, media_type, bytes, created_at)
    VALUES (${bytes(image.hash)}, ${data.mediaType}, ${bytes(image.bytes)}, ${data.createdAt})
    ON CONFLICT (hash) DO UPDATE SET created_at = EXCLUDED.created_at`;
}

export type KeptImage = { mediaType: string; bytes: Buffer };

/** By its hash in hex. */
export async function findImage(hash: string): Promise<KeptImage | null> {
  const [row] = await runStatement<KeptImage>(
    'find_image',
    `SELECT media_type AS "mediaType", bytes FROM images WHERE hash = decode($1, 'hex')`,
    [hash],
  );
  return row ?? null;
}
