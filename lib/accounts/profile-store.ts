import { prisma } from '@/lib/db/prisma';

/** What is said of a person to whom they show who they are. */
export async function findOwnProfile(userId: string) {
  const row = await prisma().user.findUnique({
    where: { id: userId },
    select: { id: true, name: true, email: true, emailVerified: true, image: true },
  });
  if (!row) return null;
  const { id, emailVerified, ...person } = row;
  return { ...person, userId: id, emailVerified: emailVerified !== null };
}
