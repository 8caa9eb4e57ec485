import * as deviceAuthorization from '@/app/oauth2/device_authorization/route';
import * as introspection from '@/app/oauth2/introspection/route';
import * as revoke from '@/app/oauth2/revoke/route';
import * as token from '@/app/oauth2/token/route';
import * as userinfo from '@/app/oauth2/userinfo/route';
import type { Methods } from '@/lib/oauth/methods';

const endpoints: Record<string, Methods> = {
  '/oauth2/device_authorization': deviceAuthorization,
  '/oauth2/token': token,
  '/oauth2/userinfo': userinfo,
  '/oauth2/introspection': introspection,
  '/oauth2/revoke': revoke,
};

/**
 * A request to an endpoint of ours without the wire, as server/front.ts hands it on: the function that answers is the
 * one that every client gets, and a server need not be able to reach its own public address.
 */
export async function sendInProcess(request: Request): Promise<Response> {
  const endpoint = endpoints[new URL(request.url).pathname];
  if (!endpoint) throw new Error('there is no such endpoint');
  return endpoint[request.method as 'GET' | 'POST'](request);
}
