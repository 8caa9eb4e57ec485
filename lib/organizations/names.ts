/** To which everybody belongs. */
export const defaultOrganizationSlug = 'default';
