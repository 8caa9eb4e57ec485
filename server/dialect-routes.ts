import * as deviceApprove from '@/app/(dialects)/api/auth/device/approve/route';
import * as deviceCode from '@/app/(dialects)/api/auth/device/code/route';
import * as deviceDeny from '@/app/(dialects)/api/auth/device/deny/route';
import * as deviceStatus from '@/app/(dialects)/api/auth/device/route';
import * as deviceToken from '@/app/(dialects)/api/auth/device/token/route';
import * as getSession from '@/app/(dialects)/api/auth/get-session/route';
import * as me from '@/app/(dialects)/api/auth/me/route';
import * as refresh from '@/app/(dialects)/api/auth/refresh/route';
import * as revoke from '@/app/(dialects)/api/auth/revoke/route';
import * as signOut from '@/app/(dialects)/api/auth/sign-out/route';
import * as gitHubDeviceCode from '@/app/(dialects)/login/device/code/route';
import * as gitHubAccessToken from '@/app/(dialects)/login/oauth/access_token/route';
import type { Methods } from '@/lib/oauth/methods';

/** The fast door's paths of other systems (lib/dialects), each as its own clients know it. */
export const dialectRoutes: Record<string, Methods> = {
  // OpenSkill's, and the first two better-auth's
  '/api/auth/device/code': deviceCode,
  '/api/auth/device/token': deviceToken,
  '/api/auth/refresh': refresh,
  '/api/auth/revoke': revoke,
  '/api/auth/me': me,
  // better-auth's
  '/api/auth/device': deviceStatus,
  '/api/auth/device/approve': deviceApprove,
  '/api/auth/device/deny': deviceDeny,
  '/api/auth/get-session': getSession,
  '/api/auth/sign-out': signOut,
  // GitHub's
  '/login/device/code': gitHubDeviceCode,
  '/login/oauth/access_token': gitHubAccessToken,
};
