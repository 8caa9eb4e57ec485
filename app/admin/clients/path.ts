/** Client ids are chosen by operators: any printable ASCII. */
export const pathOfClient = (id: string): string => `/admin/clients/${encodeURIComponent(id)}`;
