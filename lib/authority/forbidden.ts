/** Whoever calls may not do that. A form answers 403 with a page, the admin API with JSON; nothing was changed. */
export class Forbidden extends Error {
  constructor(permission: string) {
    super(`not permitted: ${permission}`);
    this.name = 'Forbidden';
  }
}
