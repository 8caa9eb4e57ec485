/** A page for what a form cannot answer otherwise. It takes nothing from the request, so there is nothing to escape. */
export function plainPage(
  status: number,
  title: string,
  sentence: string,
  retryAfterSeconds?: number,
): Response {
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title} · Doorcode</title><link rel="stylesheet" href="/plain.css"></head>
<body><main><h1>${title}</h1><p>${sentence}</p><p><a href="/">Back to the start</a></p></main></body></html>`;
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds));
  return new Response(html, { status, headers });
}
