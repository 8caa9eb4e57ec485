/** Another name of the key set, which some clients carry. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '../../oauth2/jwks/route';
