import * as deviceCode from '@/app/(dialects)/api/auth/device/code/route';
import * as deviceToken from '@/app/(dialects)/api/auth/device/token/route';
import * as me from '@/app/(dialects)/api/auth/me/route';
import * as refresh from '@/app/(dialects)/api/auth/refresh/route';
import * as revoke from '@/app/(dialects)/api/auth/revoke/route';
import * as gitHubDeviceCode from '@/app/(dialects)/login/device/code/route';
import * as gitHubAccessToken from '@/app/(dialects)/login/oauth/access_token/route';
import * as workOsKeys from '@/app/(dialects)/sso/jwks/[clientId]/route';
import * as workOsAuthenticate from '@/app/(dialects)/user_management/authenticate/route';
import * as workOsDevice from '@/app/(dialects)/user_management/authorize/device/route';
import * as workOsLogout from '@/app/(dialects)/user_management/sessions/logout/route';
import * as workOsRevoke from '@/app/(dialects)/user_management/sessions/revoke/route';
import * as workOsUser from '@/app/(dialects)/user_management/users/[id]/route';
import * as workOsSessions from '@/app/(dialects)/user_management/users/[id]/sessions/route';
import * as workOsUsers from '@/app/(dialects)/user_management/users/route';
import type { Methods } from '@/lib/oauth/methods';

/** The fast door's paths of other systems (lib/dialects), each as its own clients know it. */
export const dialectRoutes: Record<string, Methods> = {
  // OpenSkill's, and the first two better-auth's
  '/api/auth/device/code': deviceCode,
  '/api/auth/device/token': deviceToken,
  '/api/auth/refresh': refresh,
  '/api/auth/revoke': revoke,
  '/api/auth/me': me,
  // GitHub's
  '/login/device/code': gitHubDeviceCode,
  '/login/oauth/access_token': gitHubAccessToken,
  // WorkOS's
  '/user_management/authorize/device': workOsDevice,
  '/user_management/authenticate': workOsAuthenticate,
  '/user_management/users': workOsUsers,
  '/user_management/users/[id]': workOsUser,
  '/user_management/users/[id]/sessions': workOsSessions,
  '/user_management/sessions/revoke': workOsRevoke,
  '/user_management/sessions/logout': workOsLogout,
  '/sso/jwks/[clientId]': workOsKeys,
};
