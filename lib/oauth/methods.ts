export type Handler = (request: Request) => Promise<Response> | Response;
const names = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Methods = Record<(typeof names)[number], Handler>;
export type Method = Exclude<(typeof names)[number], 'OPTIONS'>;

/** All methods of a protocol endpoint: the given ones, and 405 with `Allow` for every other (RFC 9110 §15.5.6). */
export function methods(given: Partial<Record<Method, Handler>>): Methods {
  const allow = [...Object.keys(given), 'OPTIONS', ...(given.GET ? ['HEAD'] : [])].join(', ');
  const refuse = () =>
    Response.json(
      { error: 'method_not_allowed', error_description: `Use ${Object.keys(given).join(' or ')}.` },
      { status: 405, headers: { allow, 'cache-control': 'no-store' } },
    );
  const options = () => new Response(null, { status: 204, headers: { allow } });
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: options,
    ...given,
  };
}
