type Said = { tone: 'success' | 'error'; title: string; sentence: string };

const notices: Record<string, Said> = {};

export const findNotice = (code: string | undefined): Said | null =>
  (code !== undefined && Object.hasOwn(notices, code) && notices[code]) || null;
