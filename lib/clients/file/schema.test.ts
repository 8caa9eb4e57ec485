import { expect, test } from 'vitest';
import { clientsFileJsonSchema } from '@/lib/clients/file/schema';
import { clientProfile, profileFields, snakeCase } from '@/lib/clients/profile';

const schema = clientsFileJsonSchema('https://login.example.com/schemas/clients.json');
const clientSchema = (schema.properties as unknown as { clients: { items: ItemSchema } }).clients.items;
type ItemSchema = {
  properties: Record<string, { description?: string; default?: unknown }>;
  required: string[];
  additionalProperties: boolean;
};

test('the published schema says where it is and what it is', () => {
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://login.example.com/schemas/clients.json',
    title: 'Doorcode CLIENTS_FILE',
    additionalProperties: false,
  });
});

test('a client of it has every field of the profile, described and with its default, and no other', () => {
  const wire = profileFields.map(snakeCase);
  expect(Object.keys(clientSchema.properties).sort()).toEqual(
    ['client_id', ...wire, 'secrets', 'disabled'].sort(),
  );
  const defaults = clientProfile.parse({ name: 'x' });
  for (const field of profileFields) {
    const published = clientSchema.properties[snakeCase(field)]!;
    expect(published.description, field).toBeTruthy();
    if (field !== 'name') expect(published.default, field).toEqual(defaults[field]);
  }
  expect(clientSchema.required).toEqual(['client_id', 'name']);
  expect(clientSchema.additionalProperties).toBe(false);
});
