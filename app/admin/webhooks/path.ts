import { z } from 'zod';
import { pathWith } from '../../query';

export const webhooksPath = '/admin/webhooks';
export const pathOfWebhook = (id: string, left: Record<string, string | undefined> = {}): string =>
  pathWith(`${webhooksPath}/${encodeURIComponent(id)}`, left);
/** The form of a new one, with what was typed. */
export const pathOfNew = (left: Record<string, string | undefined> = {}): string =>
  pathWith(`${webhooksPath}/new`, left);

export const webhookId = z.uuid();
export const isWebhookId = (id: string): boolean => webhookId.safeParse(id).success;
