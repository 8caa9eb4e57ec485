import { Forbidden } from '@/lib/authority/forbidden';
import {
  type Authority,
  decideWithin,
  mayKeyHold,
  noAuthority,
  type Permission,
  type Within,
} from '@/lib/authority/rules';
import type { RequestContext } from '@/lib/context';

/**
 * A verb of administrators. Before it does anything it is decided whether whoever calls has the permission, and it is
 * told how far that reaches: what lies beyond is to it as if it were not there. `permission` stays readable, so that a
 * test can call every such verb in every role (matrix.test.ts).
 */
export function adminVerb<Arguments extends unknown[], Result>(
  permission: Permission,
  verb: (ctx: RequestContext, within: Within, ...rest: Arguments) => Promise<Result>,
) {
  const guarded = async (ctx: RequestContext, ...rest: Arguments): Promise<Result> =>
    verb(ctx, requireWithin(ctx, permission), ...rest);
  return Object.assign(guarded, { permission });
}

/** Throws {@link Forbidden}. */
function requireWithin(ctx: RequestContext, permission: Permission): Within {
  const { actor } = ctx;
  // Whoever runs the server, by a command, and the server itself.
  if (actor.type === 'system') return null;
  const isScoped = actor.type === 'api_key' || actor.type === 'session';
  if (isScoped && !(mayKeyHold(permission) && actor.scopes.includes(permission)))
    throw new Forbidden(permission);
  const within = decideWithin(authorityOf(ctx), permission);
  if (within === 'none') throw new Forbidden(permission);
  return within;
}

/** What whoever acts may administer. */
export const authorityOf = ({ actor }: RequestContext): Authority =>
  actor.type === 'person' || actor.type === 'api_key' || actor.type === 'session'
    ? actor.authority
    : noAuthority;
