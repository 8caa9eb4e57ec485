import { brandCss, versionOf } from '@/lib/settings/brand-css';
import { readBranding } from '@/lib/settings/branding';

/** The answer to `GET /brand.css?v=…`: kept for ever under its own version, under any other not at all. */
export async function serveBrandCss(request: Request): Promise<Response> {
  const css = brandCss(await readBranding()) ?? '';
  const isCurrent = new URL(request.url).searchParams.get('v') === versionOf(css);
  return new Response(css, {
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': isCurrent ? 'public, max-age=31536000, immutable' : 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
