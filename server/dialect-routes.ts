import * as deviceApprove from '@/app/(dialects)/api/auth/device/approve/route';
import * as deviceCode from '@/app/(dialects)/api/auth/device/code/route';
import * as deviceDeny from '@/app/(dialects)/api/auth/device/deny/route';
import * as deviceStatus from '@/app/(dialects)/api/auth/device/route';
import * as deviceToken from '@/app/(dialects)/api/auth/device/token/route';
import * as getSession from '@/app/(dialects)/api/auth/get-session/route';
import * as logout from '@/app/(dialects)/api/auth/logout/route';
import * as me from '@/app/(dialects)/api/auth/me/route';
import * as mfaVerify from '@/app/(dialects)/api/auth/mfa/verify/route';
import * as refresh from '@/app/(dialects)/api/auth/refresh/route';
import * as revoke from '@/app/(dialects)/api/auth/revoke/route';
import * as signOut from '@/app/(dialects)/api/auth/sign-out/route';
import * as organizationUser from '@/app/(dialects)/api/organizations/[org]/users/[id]/route';
import * as organizationUserSessions from '@/app/(dialects)/api/organizations/[org]/users/[id]/sessions/route';
import * as organizationUsers from '@/app/(dialects)/api/organizations/[org]/users/route';
import * as user from '@/app/(dialects)/api/user/route';
import * as authProvider from '@/app/(dialects)/auth/[provider]/route';
import * as authAdminProvider from '@/app/(dialects)/auth/admin/[provider]/route';
import * as authDeviceCode from '@/app/(dialects)/auth/device/code/route';
import * as authDevice from '@/app/(dialects)/auth/device/route';
import * as authDeviceVerify from '@/app/(dialects)/auth/device/verify/route';
import * as authRevoke from '@/app/(dialects)/auth/revoke/route';
import * as authToken from '@/app/(dialects)/auth/token/route';
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
  // Its page, by the address that it gives; without this line `/auth/[provider]` would answer.
  '/auth/device': authDevice,
  // AuthOS's
  '/auth/device/code': authDeviceCode,
  '/auth/device/verify': authDeviceVerify,
  '/auth/token': authToken,
  '/auth/revoke': authRevoke,
  '/auth/admin/[provider]': authAdminProvider,
  '/auth/[provider]': authProvider,
  '/api/auth/mfa/verify': mfaVerify,
  '/api/auth/logout': logout,
  '/api/user': user,
  '/api/organizations/[org]/users': organizationUsers,
  '/api/organizations/[org]/users/[id]': organizationUser,
  '/api/organizations/[org]/users/[id]/sessions': organizationUserSessions,
  // better-auth's
  '/api/auth/device': deviceStatus,
  '/api/auth/device/approve': deviceApprove,
  '/api/auth/device/deny': deviceDeny,
  '/api/auth/get-session': getSession,
  '/api/auth/sign-out': signOut,
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
