import { nothingHere } from '@/lib/admin-api/serve';

/** Whatever stands nowhere else. */
export const GET = nothingHere;
export const POST = nothingHere;
export const PUT = nothingHere;
export const PATCH = nothingHere;
export const DELETE = nothingHere;
