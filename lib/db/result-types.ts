import pg from 'pg';

const { TIMESTAMPTZ } = pg.types.builtins;
/** `text[]`, which pg has no name for. */
const TEXT_ARRAY = 1009 as typeof TIMESTAMPTZ;
const readTimeByPg = pg.types.getTypeParser(TIMESTAMPTZ);
const readTextsByPg = pg.types.getTypeParser(TEXT_ARRAY);

/**
 * How results are read: as pg does. A token comes with eight times and three lists, and pg's ways of reading those leave more
 * behind them for the garbage collector than the rest of a request; so the plain ones, which are nearly all, are read here.
 */
export const resultTypes: pg.CustomTypesConfig = {
  getTypeParser: (type: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(type, format);
    if (type === TIMESTAMPTZ) return readTime;
    if (type === TEXT_ARRAY) return readTexts;
    return pg.types.getTypeParser(type);
  },
};

/** To the second or the millisecond, in UTC. */
const plainTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{3})?\+00$/;

export function readTime(text: string): unknown {
  if (!plainTime.test(text)) return readTimeByPg(text);
  const digit = (at: number) => text.charCodeAt(at) - 48;
  const two = (at: number) => digit(at) * 10 + digit(at + 1);
  const year = two(0) * 100 + two(2);
  // The years before 100 would be of the last century.
  if (year < 100) return readTimeByPg(text);
  const milliseconds = text.length === 26 ? digit(20) * 100 + two(21) : 0;
  return new Date(Date.UTC(year, two(5) - 1, two(8), two(11), two(14), two(17), milliseconds));
}

/** Words without quotes, of which none is NULL. */
const plainTexts = /^\{(?!\})(?!.*NULL)[^"\\{}]*\}$/is;

export function readTexts(text: string): unknown {
  if (text === '{}') return [];
  return plainTexts.test(text) ? text.slice(1, -1).split(',') : readTextsByPg(text);
}
