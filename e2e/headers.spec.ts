import { everyPlace, expect, pathOf, test } from './testing/places-test';

for (const [name, place] of everyPlace)
  test(`${name} comes with headers that protect it, and a nonce of its own on every script`, async ({
    scene,
  }) => {
    const nonces = new Set<string>();
    for (let i = 0; i < 2; i++) {
      const answer = await scene[place.as].request.get(pathOf(place, scene));
      const headers = answer.headers();
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
      });
      expect(headers['cache-control']).toMatch(/no-store/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
      const policy = headers['content-security-policy']!;
      for (const rule of [
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ])
        expect(policy).toContain(rule);
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
      nonces.add(nonce);
      const html = await answer.text();
      for (const [tag] of html.matchAll(/<(?:script|style)\b[^>]*>/g))
        expect(tag).toContain(`nonce="${nonce}"`);
      expect(html).not.toMatch(/<[^>]+ (?:on[a-z]+|style)="/);
    }
    expect(nonces.size).toBe(2);
  });
