/** An alias of ready. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from './ready/route';
