import { pathWith } from '../../query';

type Left = Record<string, string | undefined>;

/** Client ids are chosen by operators: any printable ASCII. With what a form left. */
export const pathOfClient = (id: string, left: Left = {}): string =>
  pathWith(`/admin/clients/${encodeURIComponent(id)}`, left);

export type ClientSubpage = 'edit' | 'secret' | 'remove-secret' | 'disable' | 'try';

export const pathUnderClient = (id: string, page: ClientSubpage, left: Left = {}): string =>
  pathWith(`/admin/clients/${encodeURIComponent(id)}/${page}`, left);
