import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from '@/lib/admin-api/document';
import { operations } from '@/lib/admin-api/operations';
import { describeApi } from '@/lib/admin-api/reference';
import { mayKeyHold, type Permission, permissions } from '@/lib/authority/rules';

/** The document is what the routes do: neither says more than the other. */
const document = JSON.parse(JSON.stringify(openApiDocument('https://id.example.com')));
const root = resolve(import.meta.dirname, '../../app/api/admin');
type Handler = (request: Request) => Promise<Response>;
const modules = import.meta.glob<Record<string, Handler>>('../../app/api/admin/**/route.ts', { eager: true });
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** `users/[id]/route.ts` is `/api/admin/users/{id}`. */
const pathOf = (file: string) =>
  `/api/admin/${file
    .replaceAll('\\', '/')
    .replace(/\/?route\.ts$/, '')
    .replace(/\[(\w+)\]/g, '{$1}')}`;
const documented: string[] = Object.entries(document.paths as Record<string, object>).flatMap(
  ([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
);

test('every route is in it, and every operation of it has a route', async () => {
  const files = (readdirSync(root, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('route.ts'),
  );
  const apart = ['[...path]/route.ts', 'openapi.json/route.ts'];
  const served: string[] = [];
  for (const file of files.filter((name) => !apart.includes(name))) {
    const route = modules[`../../app/api/admin/${file}`]!;
    for (const method of methods) {
      const answer = await route[method]!(new Request(`http://localhost${pathOf(file)}`, { method }));
      if (answer.status !== 405) served.push(`${method} ${pathOf(file)}`);
    }
  }
  expect(served.toSorted()).toEqual(documented.toSorted());
  expect(documented.toSorted()).toEqual(operations.map(({ method, url }) => `${method} ${url}`).toSorted());
});

test('every route is made by the one wrapper', () => {
  for (const name of readdirSync(root, { recursive: true }) as string[])
    if (name.endsWith('route.ts') && !/^(\[\.\.\.path\]|openapi\.json)/.test(name))
      expect(readFileSync(join(root, name), 'utf8'), name).toContain('= methods(serve(');
});

describe('it is a whole OpenAPI 3.1 document', () => {
  test('with what each part must have', () => {
    expect(document).toMatchObject({ openapi: '3.1.1', info: { title: expect.any(String), version: '1' } });
    const ids = operations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [path, item] of Object.entries<Record<string, Operation>>(document.paths))
      for (const [method, operation] of Object.entries(item)) {
        const where = `${method} ${path}`;
        const inPath = (operation.parameters ?? []).filter((one) => one.in === 'path');
        expect(
          inPath.map(({ name }) => name),
          where,
        ).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
        expect(
          inPath.every(({ required }) => required),
          where,
        ).toBe(true);
        expect(Object.keys(operation.responses), where).toEqual(
          expect.arrayContaining(['400', '401', '403', '429', '503']),
        );
        for (const answer of Object.values(operation.responses))
          expect(answer.description, where).toBeTruthy();
      }
  });
  type Operation = {
    parameters?: { in: string; name: string; required?: boolean }[];
    responses: Record<string, { description?: string }>;
  };

  test('whose references lead somewhere', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to!);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      const parts = reference.replace(/^#\//, '').split('/');
      expect(
        parts.reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document),
        reference,
      ).toBeTypeOf('object');
    }
  });

  test('and a key may hold exactly what some operation needs', () => {
    const needed = new Set(operations.map(({ permission }) => permission));
    const holdable = (Object.keys(permissions) as Permission[]).filter(mayKeyHold);
    expect(holdable.toSorted()).toEqual([...needed].toSorted());
  });

  test('people read the same', () => {
    const shown = describeApi('https://id.example.com').flatMap((group) => group.operations);
    expect(shown.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(documented.toSorted());
    for (const one of shown) {
      expect(one.curl).toContain(`https://id.example.com/api/admin/`);
      expect(one.scope).toMatch(/^\w+:\w+$/);
    }
  });
});
