import { aliasOf } from '@/app/alias';

export const dynamic = 'force-dynamic';
export const GET = aliasOf('/device/done');
