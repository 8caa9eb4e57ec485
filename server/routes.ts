import * as jwks from '@/app/.well-known/jwks.json/route';
import * as authorizationServer from '@/app/.well-known/oauth-authorization-server/route';
import * as openIdConfiguration from '@/app/.well-known/openid-configuration/route';
import * as brandCss from '@/app/brand.css/route';
import * as live from '@/app/health/live/route';
import * as ready from '@/app/health/ready/route';
import * as health from '@/app/health/route';
import * as images from '@/app/images/[hash]/route';
import * as deviceAuthorization from '@/app/oauth2/device_authorization/route';
import * as deviceCode from '@/app/oauth2/devicecode/route';
import * as introspect from '@/app/oauth2/introspect/route';
import * as introspection from '@/app/oauth2/introspection/route';
import * as oauthJwks from '@/app/oauth2/jwks/route';
import * as revoke from '@/app/oauth2/revoke/route';
import * as token from '@/app/oauth2/token/route';
import * as userinfo from '@/app/oauth2/userinfo/route';
import * as clientsSchema from '@/app/schemas/clients.json/route';
import type { Methods } from '@/lib/oauth/methods';
import { dialectRoutes } from '@/server/dialect-routes';

/** The paths of the fast door, each with the very functions that its route module exports; `[…]` is any one segment. All else is Next.js's. */
export const routes: Record<string, Methods> = {
  '/oauth2/device_authorization': deviceAuthorization,
  '/oauth2/devicecode': deviceCode,
  '/oauth2/token': token,
  '/oauth2/revoke': revoke,
  '/oauth2/introspection': introspection,
  '/oauth2/introspect': introspect,
  '/oauth2/userinfo': userinfo,
  '/oauth2/jwks': oauthJwks,
  '/.well-known/jwks.json': jwks,
  '/.well-known/oauth-authorization-server': authorizationServer,
  '/.well-known/openid-configuration': openIdConfiguration,
  '/schemas/clients.json': clientsSchema,
  '/brand.css': brandCss,
  '/images/[hash]': images,
  '/health': health,
  '/health/live': live,
  '/health/ready': ready,
  ...dialectRoutes,
};
