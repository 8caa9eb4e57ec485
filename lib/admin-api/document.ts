import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Operation } from '@/lib/admin-api/operation';
import { operations } from '@/lib/admin-api/operations';
import { errorShape } from '@/lib/admin-api/shapes';
import { errorCodes } from '@/lib/oauth/errors';

/** The OpenAPI 3.1 document of the admin API: made of the schemas that read the requests and shape the answers. */
export const openApiDocument = (server: string) =>
  createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Doorcode admin API',
      version: '1',
      description:
        'For scripts and services, with an API key as `Authorization: Bearer dc_key_…`. It does what the pages of administrators do, as far as the key’s scopes and its owner reach.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: server }],
    security: [{ apiKey: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths: paths(),
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of a person or an organization.' },
      },
    },
  });

function paths() {
  const byPath: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const one of operations) {
    byPath[one.url] ??= {};
    byPath[one.url]![one.method.toLowerCase()] = documented(one);
  }
  return byPath;
}

const documented = (one: Operation): ZodOpenApiOperationObject => ({
  operationId: one.id,
  tags: [one.tag],
  summary: one.summary,
  description: [one.description, `The key needs the scope \`${one.permission}\`.`].filter(Boolean).join(' '),
  // OpenAPI 3.1 §4.8.30: the names that a security scheme of this type needs.
  security: [{ apiKey: [one.permission] }],
  ...((one.path || one.query) && {
    requestParams: { ...(one.path && { path: one.path }), ...(one.query && { query: one.query }) },
  }),
  ...(one.body && {
    requestBody: { required: true, content: { 'application/json': { schema: one.body } } },
  }),
  responses: responsesOf(one),
});

const successes = { 200: 'Done.', 201: 'Made.', 204: 'Done; there is nothing to tell.' } as const;

const refusals = {
  invalid_request: 'What was sent cannot be used.',
  invalid_token: 'The key is missing, unknown or expired, or was revoked.',
  insufficient_scope: 'The key may not do that: it lacks the scope, or its owner may not any more.',
  not_found: 'There is no such thing that this key may see.',
  conflict: 'It does not go with what is there.',
  too_many_requests: 'Too many requests; `Retry-After` says how many seconds to wait.',
  temporarily_unavailable: 'The storage cannot be reached; `Retry-After` says when to try again.',
} as const;

function responsesOf(one: Operation): ZodOpenApiResponsesObject {
  const codes: (keyof typeof refusals)[] = [
    ...(['invalid_request', 'invalid_token', 'insufficient_scope'] as const),
    ...(one.refusals ?? []),
    ...(['too_many_requests', 'temporarily_unavailable'] as const),
  ];
  const refused = codes.map((code) => [
    String(errorCodes[code]),
    { description: refusals[code], content: { 'application/json': { schema: errorShape } } },
  ]);
  return {
    [`${one.status}`]: {
      description: successes[one.status],
      ...(one.answer && { content: { 'application/json': { schema: one.answer } } }),
    },
    ...Object.fromEntries(refused),
  } as ZodOpenApiResponsesObject;
}
