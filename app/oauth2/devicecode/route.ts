/** Another name of the device authorization endpoint, which some clients carry. */
export { DELETE, GET, OPTIONS, PATCH, POST, PUT } from '../device_authorization/route';
