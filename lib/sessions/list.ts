import type { RequestContext } from '@/lib/context';
import { countWaitingApprovals, type DeviceSession, findLiveSessionsOfUser } from '@/lib/sessions/store';

/** The devices that are signed in as a person, last used first, and how many more are allowed and yet to come. */
export async function listOwnDevices(
  ctx: RequestContext,
  userId: string,
): Promise<{ devices: DeviceSession[]; waiting: number }> {
  const [devices, waiting] = await Promise.all([
    findLiveSessionsOfUser(ctx, userId),
    countWaitingApprovals(ctx, userId),
  ]);
  return { devices, waiting };
}

/** One of them; null when it is not theirs, or signed in no more. */
export const findOwnDevice = async (
  ctx: RequestContext,
  userId: string,
  sessionId: string,
): Promise<DeviceSession | null> =>
  (await findLiveSessionsOfUser(ctx, userId)).find(({ id }) => id === sessionId) ?? null;
