export const ownOrganizations = '/account/organizations';

export const pathOfLeave = (slug: string): string => `${ownOrganizations}/${encodeURIComponent(slug)}/leave`;
