import type { RequestContext } from '@/lib/context';
import { type DeviceSession, findLiveSessionsOfUser } from '@/lib/sessions/store';

/** The devices that are signed in as a person, last used first. */
export const listOwnDevices = (ctx: RequestContext, userId: string): Promise<DeviceSession[]> =>
  findLiveSessionsOfUser(ctx, userId);
