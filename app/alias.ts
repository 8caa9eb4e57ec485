/** Another system's address for a page of ours: 307, with the query kept (such as `user_code`). */
export const aliasOf =
  (path: string) =>
  (request: Request): Response =>
    new Response(null, { status: 307, headers: { location: path + new URL(request.url).search } });
