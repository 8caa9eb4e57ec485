/** Does a browser only look ahead, so that nobody has gone anywhere yet? Then nothing may change. */
export const isPrefetch = (headers: { get(name: string): string | null }): boolean =>
  ['sec-purpose', 'purpose', 'x-moz'].some((name) =>
    /prefetch|preview|prerender/i.test(headers.get(name) ?? ''),
  );
