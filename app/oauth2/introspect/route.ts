/** Another name of the introspection endpoint, which some clients carry. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '../introspection/route';
