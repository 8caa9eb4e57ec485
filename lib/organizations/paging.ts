/** Where a page of a list begins: after a row of it, or before one. */
export type From = { after?: string | undefined; before?: string | undefined };

export const directionOf = ({ after, before }: From): 'after' | 'before' | null =>
  after !== undefined ? 'after' : before !== undefined ? 'before' : null;
export const isBackwards = (from: From): boolean => directionOf(from) === 'before';
