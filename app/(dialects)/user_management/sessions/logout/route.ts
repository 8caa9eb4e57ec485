import { signOutOfWorkOs } from '@/lib/dialects/workos-logout';
import { getEndpoint } from '@/lib/oauth/endpoint';
import { methods } from '@/lib/oauth/methods';

/** The one GET that changes something: docs/decisions/019-workos-logout-is-a-get.md. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: getEndpoint(signOutOfWorkOs) });
