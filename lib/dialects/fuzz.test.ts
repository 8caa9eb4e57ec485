import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ownClients } from '@/lib/clients/own-client';
import { createClientOnce, findClient } from '@/lib/clients/store';
import { prisma } from '@/lib/db/prisma';
import type { Method } from '@/lib/oauth/methods';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createSignedInPerson, createTokens, start } from '@/lib/testing/factories';
import { withClock } from '@/lib/testing/wire';
import { dialectRoutes } from '@/server/dialect-routes';

/** Whatever is sent to another system's paths, the answer is never a fault of ours. FUZZ_RUNS=50000 before a release. */
const runs = Number(process.env.FUZZ_RUNS ?? 40);

withDatabase();
withClock();
let token: string;
beforeAll(async () => {
  for (const client of ownClients) await createClientOnce(client);
  const person = await createSignedInPerson();
  await prisma().user.update({ where: { id: person.userId }, data: { role: 'admin' } });
  const client = (await findClient(contextAt(start), 'platform-admin-cli'))!;
  token = (await createTokens(client, person)).accessToken;
});

const name = fc.oneof(
  fc.constantFrom(
    ...['client_id', 'client_secret', 'grant_type', 'device_code', 'refresh_token', 'scope', 'token', 'org'],
    ...[
      'service',
      'user_code',
      'userCode',
      'client_info',
      'session_id',
      'return_to',
      'organization_id',
      'code',
    ],
    ...['limit', 'before', 'after', 'order', 'email', 'page', 'service_slug', '__proto__', 'constructor', ''],
  ),
  fc.string(),
);
const text = fc.oneof(
  fc.constantFrom(
    ...[
      'openskill',
      'doorcode-cli',
      'platform-x',
      'platform',
      'admin-cli',
      'default',
      'refresh_token',
      'BCDFGHJK',
    ],
    ...[
      'urn:ietf:params:oauth:grant-type:device_code',
      '019b796d-d600-7f31-ae7a-d37a2da06467',
      'desc',
      '-1',
      '1e9',
    ],
    ...['\0', '\ud800', '%', '%00', '//evil', 'https://evil.example', '../..'],
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 2_000 }),
);
const fields = fc.dictionary(name, text);
const json = fc.oneof(
  fc.dictionary(name, fc.oneof(text, fc.jsonValue())).map((value) => JSON.stringify(value)),
  fc.json(),
);
const form = fields.map((value) => new URLSearchParams(value).toString());
const sent = fc.record({
  segments: fc.array(fc.oneof(text, fc.constant('default')), { minLength: 2, maxLength: 2 }),
  query: fields,
  body: fc.oneof(
    json.map((body) => ({ body, type: 'application/json' })),
    form.map((body) => ({ body, type: 'application/x-www-form-urlencoded' })),
    text.map((body) => ({ body, type: 'text/plain' })),
  ),
  bears: fc.boolean(),
  accept: fc.constantFrom('*/*', 'application/json'),
});

/** The path with these instead of its `[…]`. */
function filled(path: string, segments: readonly string[]): string {
  let next = 0;
  return path.replace(/\[[^/]+\]/g, () => encodeURIComponent(segments[next++]!.toWellFormed()));
}

describe.each(Object.entries(dialectRoutes))('%s', (path, methods) => {
  test.each<Method>(['GET', 'POST', 'DELETE'])('%s', async (method) => {
    await fc.assert(
      fc.asyncProperty(sent, async ({ segments, query, body, bears, accept }) => {
        const search = new URLSearchParams(query);
        const request = new Request(`http://localhost:3000${filled(path, segments)}?${search}`, {
          method,
          headers: {
            accept,
            'content-type': body.type,
            origin: 'http://localhost:3000',
            ...(bears ? { authorization: `Bearer ${token}` } : {}),
          },
          ...(method === 'GET' ? {} : { body: body.body }),
        });
        const { status } = await methods[method](request);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: runs },
    );
  });
});
