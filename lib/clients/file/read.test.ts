import { describe, expect, test } from 'vitest';
import { type ClientsFileError, parseClientsFile, readClientsFile } from '@/lib/clients/file/read';

const variables: Record<string, string> = {
  GOOD: 'a-secret-of-32-characters-or-more',
  OTHER: 'another-secret-of-32-characters!!',
  SHORT: 'hunter2',
  PADDED: ' a-secret-of-32-characters-or-more\n',
};
const read = (name: string) => variables[name];

const problems = (text: string): string[] => {
  try {
    parseClientsFile('f', text, read);
    return [];
  } catch (error) {
    return (error as ClientsFileError).lines;
  }
};
const client = (...members: string[]) => `{ "clients": [
  {
    "client_id": "acme-cli",
    "name": "Acme CLI"${members.map((member) => `,\n    ${member}`).join('')}
  }
] }`;

const organizations = (...members: string[]) => `{ "organizations": [
${members.map((member, i) => `{ "slug": "${'ab'[i]}", "name": "A", ${member} }`).join(',\n')}
] }`;

describe('what is right', () => {
  test.each([
    ['nothing', '{}'],
    ['a byte order mark', '\uFEFF{}'],
    ['a client with its name alone', client()],
    ['a schema’s address', '{ "$schema": "http://localhost:3000/schemas/clients.json" }'],
    ['two secrets, for rotation', client('"secrets": [{ "env": "GOOD" }, { "env": "OTHER" }]')],
    [
      'an organization with a key',
      '{ "organizations": [{ "slug": "acme", "name": "Acme", "api_keys": [{ "name": "gateway", "key": { "env": "GOOD" }, "scopes": ["introspect"] }] }] }',
    ],
  ])('%s', (_what, text) => {
    expect(problems(text)).toEqual([]);
  });

  test('what is not said is the profile’s default', () => {
    const [acme] = parseClientsFile('f', client('"token_prefix": "acme"'), read).clients;
    expect(acme).toMatchObject({ client_id: 'acme-cli', token_prefix: 'acme', polling_interval_seconds: 5 });
    expect(acme).toMatchObject({ secrets: [], disabled: false });
  });
});

describe('what is wrong, and on which line', () => {
  test.each([
    ['an empty file', ' \n', ['f:1: the file is empty; the least is {}']],
    ['not JSON', 'clients:\n  - acme', ['f:1: is not JSON: this is no JSON value']],
    ['a missing comma', '{ "clients": []\n  "organizations": [] }', ['f:2: is not JSON: a “,” is missing']],
    [
      'a trailing comma',
      '{\n  "clients": [],\n}',
      ['f:3: is not JSON: a member’s name in double quotes is missing'],
    ],
    ['a comment', '{\n  // ours\n  "clients": [] }', ['f:2: is not JSON: JSON has no comments']],
    ['an end too early', '{\n  "clients": [', ['f:2: is not JSON: the closing “]” is missing']],
    ['not an object', '\n[]', ['f:2: the file: it must be an object']],
    ['a wrong list', '{\n"clients": {} }', ['f:2: the file: clients must be an array']],
    [
      'an unknown member of the file',
      '{\n  "client": [] }',
      ['f:2: the file: there is no member "client"; remove it, or see the schema for what it is called'],
    ],
    [
      'an unknown member of a client',
      client('"accessTokenFormat": "jwt"'),
      [
        'f:5: client acme-cli: there is no member "accessTokenFormat"; remove it, or see the schema for what it is called',
      ],
    ],
    [
      'an unknown member further in',
      client('"secrets": [{ "env": "GOOD",\n "value": "x" }]'),
      [
        'f:6: client acme-cli: secrets[0] has no member "value"; remove it, or see the schema for what it is called',
      ],
    ],
    [
      '__proto__',
      '{\n"__proto__": {} }',
      ['f:2: the file: there is no member "__proto__"; remove it, or see the schema for what it is called'],
    ],
    ['a missing name', '{ "clients": [\n{ "client_id": "acme" }] }', ['f:2: client acme: name is missing']],
    ['a missing id', '{ "clients": [\n{ "name": "Acme" }] }', ['f:2: clients[0]: client_id is missing']],
    [
      'an id with a space, or a quote',
      '{ "clients": [\n{ "client_id": "a b", "name": "A" },\n{ "client_id": "a\'b", "name": "A" }] }',
      [
        'f:2: clients[0]: client_id must be printable ASCII without spaces, quotes and backslashes',
        "f:3: client a'b: client_id must be printable ASCII without spaces, quotes and backslashes",
      ],
    ],
    ['a wrong type', client('"refresh": "yes"'), ['f:5: client acme-cli: refresh must be true or false']],
    [
      'lifetimes out of bounds',
      client(
        '"access_token_lifetime_seconds": 1',
        '"polling_interval_seconds": 61',
        '"session_lifetime_seconds": 99.5',
      ),
      [
        'f:5: client acme-cli: access_token_lifetime_seconds must be at least 30',
        'f:6: client acme-cli: polling_interval_seconds must be at most 60',
        'f:7: client acme-cli: session_lifetime_seconds must be a whole number',
      ],
    ],
    [
      'a format that is none',
      client('"access_token_format": "saml"'),
      ['f:5: client acme-cli: access_token_format must be one of opaque, jwt'],
    ],
    [
      'a resource that is none',
      client('"resources": [\n"https://api.example.com",\n"api"]'),
      [
        'f:7: client acme-cli: resources[1] must be an absolute URI without a fragment, such as https://api.example.com',
      ],
    ],
    [
      'a control character',
      client('"publisher": "Ac\\u0000me"'),
      [
        'f:5: a string must not hold control characters or half characters',
        'f:5: client acme-cli: publisher must hold no invisible characters, nor ones that change the direction of text',
      ],
    ],
    [
      'a member twice',
      client('"refresh": true', '"refresh": false'),
      ['f:6: the member "refresh" is there twice; the first is on line 5'],
    ],
    [
      'domains that are none, and one of two organizations',
      organizations(
        '"email_domains": ["acme.example",\n"Acme.test", "localhost", "10.0.0.1"]',
        '"email_domains": [\n"acme.example"]',
      ),
      [
        'f:3: organization a: email_domains[1] must be a domain in lower case, such as acme.example',
        'f:3: organization a: email_domains[2] must be a domain in lower case, such as acme.example',
        'f:3: organization a: email_domains[3] must be a domain in lower case, such as acme.example',
        'f:5: organization b: email_domains[0] is declared already on line 2; remove one',
      ],
    ],
    [
      'an issuer without domains, over plain http, and without its secret',
      organizations(
        `"issuer": { "issuer": "https://id.example", "client_id": "x", "name": "A",\n"client_secret": { "env": "SHORT" } }`,
        `"email_domains": ["b.example"], "issuer": {\n"issuer": "http://id.example",\n"client_id": "x",\n"client_secret": { "env": "UNSET" } }`,
      ),
      [
        'f:5: organization b: issuer.issuer must be https://, such as https://login.example.com, without a query (http:// is for loopback addresses alone)',
        'f:4: organization b: issuer.name is missing',
        'f:7: organization b: issuer.client_secret.env names UNSET, which is not set',
        'f:2: organization a: email_domains is missing',
      ].toSorted((a, b) => Number(a[2]) - Number(b[2])),
    ],
    [
      'an issuer whose secret is a variable of ours',
      organizations(
        `"email_domains": ["a.example"], "issuer": { "issuer": "https://id.example", "client_id": "x", "name": "A", "client_secret": { "env": "AUTH_SECRET" } }`,
      ),
      [
        'f:2: organization a: issuer.client_secret.env names AUTH_SECRET, which is not for this; use a variable of its own',
      ],
    ],
    [
      'a client twice',
      '{ "clients": [\n{ "client_id": "a", "name": "A" },\n{ "client_id": "a", "name": "B" }] }',
      ['f:3: client a: it is declared already on line 2; remove one'],
    ],
    [
      'an organization twice',
      '{ "organizations": [\n{ "slug": "a", "name": "A" },\n{ "slug": "a", "name": "B" }] }',
      ['f:3: organization a: it is declared already on line 2; remove one'],
    ],
    [
      'a slug that is none, a scope that is none',
      '{ "organizations": [{ "slug": "Acme",\n"name": "A", "api_keys": [{ "name": "x", "key": { "env": "GOOD" },\n"scopes": ["all"] }] }] }',
      [
        'f:1: organization Acme: slug must be lower-case letters, digits and single dashes, such as acme',
        'f:3: organization Acme: api_keys[0].scopes[0] must be introspect',
      ],
    ],
    [
      'a secret that is not set',
      client('"secrets": [{ "env": "UNSET" }]'),
      [
        'f:5: client acme-cli: secrets[0].env names UNSET, which is not set; make one with: openssl rand -base64 32',
      ],
    ],
    [
      'a short secret, and one with white space',
      client('"secrets": [\n{ "env": "SHORT" },\n{ "env": "PADDED" }]'),
      [
        'f:6: client acme-cli: secrets[0].env names SHORT, which holds fewer than 32 characters; make one with: openssl rand -base64 32',
        'f:7: client acme-cli: secrets[1].env names PADDED, which begins or ends with white space; make one with: openssl rand -base64 32',
      ],
    ],
    [
      'a secret itself',
      client('"secrets": ["hunter2"]', '"secret": "hunter2"'),
      [
        'f:5: client acme-cli: secrets[0] must be an object',
        'f:6: client acme-cli: there is no member "secret"; remove it, or see the schema for what it is called',
      ],
    ],
    [
      'a secret in place of a variable’s name',
      client('"secrets": [{ "env": "hunter2" }]'),
      [
        'f:5: client acme-cli: secrets[0].env must be the name of an environment variable, such as ACME_SECRET',
      ],
    ],
    [
      'a secret twice',
      client('"secrets": [{ "env": "GOOD" },\n{ "env": "GOOD" }]'),
      ['f:6: client acme-cli: secrets[1] is the same as the one on line 5; remove one'],
    ],
    [
      'everything at once, by line',
      '{ "clients": [\n{ "client_id": "a", "nam": "A" },\n{ "client_id": "a", "name": "",\n"secrets": [{ "env": "UNSET" }] }],\n"organizations": 1 }',
      [
        'f:2: client a: name is missing',
        'f:2: client a: there is no member "nam"; remove it, or see the schema for what it is called',
        'f:3: client a: name must not be empty',
        'f:3: client a: it is declared already on line 2; remove one',
        'f:4: client a: secrets[0].env names UNSET, which is not set; make one with: openssl rand -base64 32',
        'f:5: the file: organizations must be an array',
      ],
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('no message repeats a secret', () => {
    const text = client(
      '"secrets": ["hunter2", { "env": "SHORT" }, { "env": "hunter2", "hunter": "hunter2" }]',
    );
    expect(problems(text).join()).not.toContain('hunter2');
  });

  test('a file that is not there', async () => {
    await expect(readClientsFile('/nowhere/clients.json', read)).rejects.toThrow(
      /^CLIENTS_FILE is refused as a whole:\n\/nowhere\/clients\.json: cannot be read \(ENOENT\)/,
    );
  });
});

describe('what could be a mistake with consequences', () => {
  test.each(['AUTH_SECRET', 'DATABASE_URL', 'PATH', 'NODE_OPTIONS'])(
    '%s is no secret of a client',
    (name) => {
      expect(problems(client(`"secrets": [{ "env": "${name}" }]`))).toEqual([
        expect.stringContaining(`names ${name}, which is not for this`),
      ]);
    },
  );

  test.each(['Acme\u202Etool', 'Ac\u200Bme', '\u3164', 'Acme\u0000'])(
    'a name that hides something: %j',
    (name) => {
      expect(problems(client().replace('"Acme CLI"', JSON.stringify(name))).length).toBeGreaterThan(0);
    },
  );

  test('nesting that no reader survives is refused with its line', () => {
    const deep = '['.repeat(100_000);
    for (const text of [deep, `[\n"${'}'.repeat(200_000)}",\n${deep}`])
      expect(problems(text)).toEqual([expect.stringMatching(/^f:[13]: is nested deeper than 100 levels$/)]);
  });

  test('repeats, and more than tokens can carry', () => {
    const many = (count: number, length: number) =>
      JSON.stringify(Array.from({ length: count }, (_, i) => `https://a.example/${i}`.padEnd(length, 'x')));
    expect(problems(client('"scopes": ["a", "a"]'))).toEqual([expect.stringContaining('twice')]);
    expect(problems(client(`"resources": ${many(2, 250)}`))).toEqual([]);
    expect(problems(client(`"resources": ${many(1, 251)}`)).length).toBe(1);
    expect(problems(client(`"resources": ${many(21, 30)}`)).length).toBe(1);
    expect(problems(client('"resources": ["https://ä.example/"]')).length).toBe(1);
    const scopes = JSON.stringify(Array.from({ length: 30 }, (_, i) => String(i).padEnd(70, 'x')));
    expect(problems(client(`"scopes": ${scopes}`))).toEqual([expect.stringContaining('2,000')]);
  });
});
