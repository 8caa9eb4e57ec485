import type { oas31 } from 'zod-openapi';
import { openApiDocument } from '@/lib/admin-api/document';

/** The document as people read it: on the page at /api/admin, and as the table of docs/api.md. */

export type Field = { name: string; type: string; isRequired: boolean; about: string };

export type Described = {
  id: string;
  method: string;
  path: string;
  summary: string;
  about: string;
  scope: string;
  /** In the path, then in the query. */
  parameters: (Field & { in: string })[];
  body: Field[];
  answers: { status: string; about: string; fields: Field[] }[];
  curl: string;
};

type Schema = oas31.SchemaObject | oas31.ReferenceObject;
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation under its tag, in the order of the document. */
export function describeApi(server: string): { tag: string; operations: Described[] }[] {
  const document = openApiDocument(server);
  const read = reader(document);
  const all = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item?.[method];
      return operation
        ? [{ tag: operation.tags![0]!, described: read(path, method, operation, server) }]
        : [];
    }),
  );
  return (document.tags ?? []).map(({ name }) => ({
    tag: name,
    operations: all.filter(({ tag }) => tag === name).map(({ described }) => described),
  }));
}

const reader = (document: oas31.OpenAPIObject) => {
  const resolve = (schema: Schema): oas31.SchemaObject =>
    '$ref' in schema && typeof schema.$ref === 'string'
      ? (document.components!.schemas![schema.$ref.split('/').at(-1)!] as oas31.SchemaObject)
      : (schema as oas31.SchemaObject);
  const fieldsOf = (schema: Schema | undefined, before = ''): Field[] => {
    if (!schema) return [];
    const whole = resolve(schema);
    return Object.entries(whole.properties ?? {}).flatMap(([name, given]) => {
      const one = resolve(given);
      const inner = one.items ? resolve(one.items as Schema) : one;
      const path = `${before}${name}`;
      const field = {
        ...{ name: path, type: typeInWords(one, resolve), about: one.description ?? '' },
        isRequired: whole.required?.includes(name) ?? false,
      };
      return [field, ...fieldsOf(inner, `${path}${one.items ? '[]' : ''}.`)];
    });
  };

  return (path: string, method: string, operation: oas31.OperationObject, server: string): Described => {
    const bodyOf = (content: oas31.ContentObject | undefined) =>
      content?.['application/json']?.schema as Schema;
    const parameters = (operation.parameters ?? []) as oas31.ParameterObject[];
    const request = operation.requestBody as oas31.RequestBodyObject | undefined;
    const body = fieldsOf(bodyOf(request?.content));
    return {
      ...{ id: operation.operationId!, method: method.toUpperCase(), path },
      ...{ summary: operation.summary!, about: withoutScope(operation.description ?? '') },
      scope: Object.values(operation.security![0]!)[0]![0]!,
      parameters: parameters.map((one) => ({
        ...{ in: one.in, name: one.name, isRequired: one.required ?? false },
        type: typeInWords(resolve(one.schema as Schema), resolve),
        about: one.description ?? resolve(one.schema as Schema).description ?? '',
      })),
      body,
      answers: Object.entries((operation.responses ?? {}) as Record<string, oas31.ResponseObject>).map(
        ([status, answer]) => ({
          ...{ status, about: answer.description ?? '' },
          fields: status.startsWith('2') ? fieldsOf(bodyOf(answer.content)) : [],
        }),
      ),
      curl: curlOf(server, path, method, body),
    };
  };
};

function typeInWords(schema: oas31.SchemaObject, resolve: (one: Schema) => oas31.SchemaObject): string {
  const of = (one: Schema) => typeInWords(resolve(one), resolve);
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return choices.map((one) => of(one as Schema)).join(' or ');
  if (schema.items) return `list of ${of(schema.items as Schema)}`;
  const types = [schema.type ?? 'any']
    .flat()
    .map((type) => (type === 'string' && formats[schema.format ?? '']) || type);
  return types.join(' or ');
}

const formats: Record<string, string> = { uuid: 'UUID', 'date-time': 'time', email: 'e-mail address' };

/** A call that can be pasted, once what stands in capitals is filled in. */
function curlOf(server: string, path: string, method: string, body: Field[]): string {
  const url = `${server}${path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}`;
  const example = body.filter(({ isRequired, name }) => isRequired && !name.includes('.'));
  const sent = Object.fromEntries(example.map(({ name }) => [name, '…']));
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${url}'`,
    `-H "Authorization: Bearer $DOORCODE_KEY"`,
    ...(body.length > 0 ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(sent)}'`] : []),
  ];
  return lines.join(' \\\n  ');
}

/** Where the scope is shown beside it. */
const withoutScope = (about: string): string => about.replace(/ ?The key needs the scope .*$/, '');
