/**
 * A page without the scripts of its framework: no page of ours needs React in the browser, and with it a phone would
 * load 145 KB before it can enter a code. What remains are the page's own scripts (`browser/`), each under its
 * versioned path and with the nonce of this answer. Everything that React writes into text or attributes is escaped,
 * so `<script` begins a script and nothing else.
 */
export function withoutScripts(
  html: string,
  own: { nonce: string; pathOf(name: string): string | undefined },
): { html: string; hasScript: boolean } {
  let hasScript = false;
  const kept = html
    .replace(/<script\b([^>]*)>[\s\S]*?(?:<\/script>|$)/g, (_all, attributes: string) => {
      const name = /\ssrc="\/assets\/([a-z-]+)\.js"/.exec(attributes)?.[1];
      const path = name && own.pathOf(name);
      if (!path) return '';
      hasScript = true;
      return `<script type="module" src="${path}" nonce="${own.nonce}"></script>`;
    })
    .replace(/<link\b[^>]*\b(?:as="script"|rel="modulepreload")[^>]*>/g, '');
  return { html: kept, hasScript };
}
