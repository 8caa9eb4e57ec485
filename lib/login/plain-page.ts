import { brandCssPath } from '@/lib/settings/brand-css';
import { knownBranding } from '@/lib/settings/branding';

/** A page for what a form cannot answer otherwise. It takes nothing from the request; the server's own name alone is escaped. */
export function plainPage(
  status: number,
  title: string,
  sentence: string,
  retryAfterSeconds?: number,
  before = '',
): Response {
  const branding = knownBranding();
  const css = brandCssPath(branding);
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>${title} · ${escapeHtml(branding.name)}</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/plain.css">${css ? `<link rel="stylesheet" href="${css}">` : ''}</head>
<body><main><h1>${title}</h1><p>${sentence}</p><p>${before}<a href="/">Back to the start</a></p></main></body></html>`;
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds));
  return new Response(html, { status, headers });
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** What a person sees who is signed in and may not see or do that, whatever else they administer, in the place of a page or of what a form does. */
export const forAdministrators = () =>
  plainPage(
    403,
    'You may not see this page',
    'It is for administrators of this server, or of another organization. Nothing was changed. Use another account, or ask whoever runs this server.',
    undefined,
    '<a href="/login?next=/admin">Use another account</a> ',
  );

/** For what a form sends beyond what is read of it. */
export const tooLarge = () =>
  plainPage(
    413,
    'That is too large',
    'Nothing was changed. A form may carry 64 KiB, and a picture in it 48 KiB: go back and choose a smaller one.',
  );

/** For a page that finds nothing under its address; among administrators’ pages it leads back to theirs. */
export const nothingHere = (path: string) =>
  plainPage(
    404,
    'There is no page here',
    'The address may be mistyped, or what it showed is gone.',
    undefined,
    path.startsWith('/admin/') ? '<a href="/admin">To the overview</a> ' : '',
  );
