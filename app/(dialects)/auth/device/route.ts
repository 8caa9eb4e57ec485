import { aliasOf } from '@/app/alias';
import { methods } from '@/lib/oauth/methods';

export const dynamic = 'force-dynamic';
/** OpenSkill's page; beside AuthOS's providers it is none (server/dialect-routes.ts). */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: aliasOf('/device') });
