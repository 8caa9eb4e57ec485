import { z } from 'zod';
import { pathWith } from '../../query';

/** The page of one, with what a form left. */
export const pathOfUser = (id: string, left: Record<string, string | undefined> = {}): string =>
  pathWith(`/admin/users/${encodeURIComponent(id)}`, left);
export const pathOfReset = (id: string): string => `${pathOfUser(id)}/reset-factors`;
export const pathOfAction = (id: string, action: string): string => `${pathOfUser(id)}/${action}`;

export const userId = z.uuid();
export const isUserId = (id: string): boolean => userId.safeParse(id).success;
