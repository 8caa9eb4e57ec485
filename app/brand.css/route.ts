import { methods } from '@/lib/oauth/methods';
import { serveBrandCss } from '@/lib/settings/serve-brand-css';

/** The accent that an administrator has chosen. */
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: serveBrandCss });
