/** There is no overview yet. */
export const GET = () => new Response(null, { status: 307, headers: { location: '/admin/users' } });
