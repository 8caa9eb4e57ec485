import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, readPlace, readTime } from '@/lib/audit/asked';
import { csvCell, csvLine } from '@/lib/audit/csv';
import { type ExportFormat, exportAudit } from '@/lib/audit/export';
import { listAudit } from '@/lib/audit/list';
import { sentenceOf, textOf } from '@/lib/audit/words';
import { newId } from '@/lib/crypto';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { happen } from '@/lib/testing/audit';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  later,
  platformAdmin,
  start,
} from '@/lib/testing/factories';

withDatabase();
const admin = contextOf(platformAdmin);
let person: Awaited<ReturnType<typeof createSignedInPerson>>;
let stranger: typeof person;
const organization = { id: newId(start), slug: 'acme', name: 'Acme' };
const other = { id: newId(start), slug: 'other', name: 'Other' };

beforeAll(async () => {
  [person, stranger] = [
    await createSignedInPerson('pat@example.com'),
    await createSignedInPerson('sam@example.com'),
  ];
  await prisma().organization.createMany({ data: [organization, other] });
  await prisma().membership.create({ data: { organizationId: organization.id, userId: person.userId } });
  await createClient({ id: 'acme-cli', name: 'Acme CLI' });
});
beforeEach(() => pool().query('TRUNCATE audit_events RESTART IDENTITY'));

const actions = async (asked: Asked, ctx = admin) =>
  (await listAudit(ctx, asked)).events.map(({ action }) => action);

describe('what is looked for is found, and nothing else', () => {
  beforeEach(async () => {
    const { userId } = person;
    await happen({ action: 'person.created' });
    await happen({
      action: 'session.created',
      userId,
      clientId: 'acme-cli',
      organizationId: organization.id,
      target: { type: 'session', id: 's-1' },
    });
    await happen(
      { action: 'session.revoked', clientId: 'else', organizationId: other.id },
      contextAt(later(7_200), '192.0.2.44'),
    );
    await happen(
      { action: 'sessions.revoked' as never },
      { ...contextOf(platformAdmin, later(9_000)), requestId: 'r-1' },
    );
  });
  test.each<[Asked, string[]]>([
    [{}, ['sessions.revoked', 'session.revoked', 'session.created', 'person.created']],
    [{ action: 'session.' }, ['session.revoked', 'session.created']],
    [{ action: 'session.created' }, ['session.created']],
    [{ action: 'nothing.' }, []],
    [{ person: 'PAT@example.com' }, ['session.created']],
    [{ client: ' acme-cli ' }, ['session.created']],
    [{ organization: 'other' }, ['session.revoked']],
    [{ organization: organization.id, action: 'session.' }, ['session.created']],
    [{ place: '192.0.2.0/24' }, ['session.revoked']],
    [{ place: '192.0.2.44' }, ['session.revoked']],
    [{ place: '192.0.2.45' }, []],
    [{ request: 'r-1' }, ['sessions.revoked']],
    [{ target: 's-1' }, ['session.created']],
    [{ actor: '00000000-0000-7000-8000-000000000000' }, ['sessions.revoked']],
    [{ from: '2026-01-01T13:00' }, ['sessions.revoked', 'session.revoked']],
    [{ from: '2026-01-01T14:00', to: '2026-01-01T14:30' }, ['session.revoked']],
    [{ to: '2026-01-02' }, ['sessions.revoked', 'session.revoked', 'session.created', 'person.created']],
    [{ to: '2026-01-01' }, []],
  ])('%j', async (asked, expected) => {
    expect(await actions(asked)).toEqual(expected);
  });

  test('what cannot be looked for says so, and finds nothing', async () => {
    const { problems, events } = await listAudit(admin, {
      ...{
        person: 'nobody@example.com',
        actor: 'x@y',
        organization: 'none',
        place: '10.0.0.0/8',
        from: 'yesterday',
      },
    });
    expect(events).toEqual([]);
    expect(problems).toEqual({
      ...{ person: 'unknown_person', actor: 'unknown_person', organization: 'unknown_organization' },
      ...{ place: 'no_place', from: 'no_time' },
    });
    expect((await listAudit(admin, { person: "x'; DROP TABLE users" })).problems).toEqual({
      person: 'unknown_person',
    });
  });

  test('the admin of an organization sees events of theirs only', async () => {
    const own = contextOf(adminOf(organization.id));
    expect(await actions({}, own)).toEqual(['session.created']);
    expect(await actions({ client: 'else' }, own)).toEqual([]);
    expect(await actions({ organization: other.id }, own)).toEqual([]);
    expect((await listAudit(own, { organization: 'other' })).problems).toEqual({
      organization: 'unknown_organization',
    });
    expect((await listAudit(own, { person: 'sam@example.com' })).problems).toEqual({
      person: 'unknown_person',
    });
  });
});

test('pages lead on and back, over many organizations as over one', async () => {
  for (let at = 0; at < 120; at++)
    await happen({ organizationId: at % 2 ? organization.id : other.id, detail: { at } });
  const both = {
    isPlatformAdmin: false,
    organizations: [organization, other].map(({ id }) => ({ id, role: 'admin' as const })),
  };
  for (const ctx of [admin, contextOf(both)]) {
    const first = await listAudit(ctx);
    expect([first.events.length, first.hasNewer, first.hasOlder]).toEqual([50, false, true]);
    const second = await listAudit(ctx, {}, { before: BigInt(first.events.at(-1)!.id) });
    expect([second.events.length, second.hasNewer, second.hasOlder]).toEqual([50, true, true]);
    const third = await listAudit(ctx, {}, { before: BigInt(second.events.at(-1)!.id) });
    expect([third.events.length, third.hasOlder]).toEqual([20, false]);
    const back = await listAudit(ctx, {}, { after: BigInt(third.events[0]!.id) });
    expect(back.events).toEqual(second.events);
    expect((await listAudit(ctx, {}, { after: BigInt(second.events[0]!.id) })).hasNewer).toBe(false);
    expect(await listAudit(ctx, {}, { before: 1n })).toMatchObject({
      events: [],
      hasNewer: false,
      hasOlder: false,
    });
    const all = [...first.events, ...second.events, ...third.events].map(({ id }) => Number(id));
    expect(all).toEqual(Array.from({ length: 120 }, (_, at) => 120 - at));
  }
});

describe('an event as a sentence', () => {
  const say = async (ctx = admin) => (await listAudit(ctx)).events.map((event) => textOf(sentenceOf(event)));

  test('with the names of now; who is deleted, or somebody else’s, says so', async () => {
    const { id: organizationId } = organization;
    await happen({
      action: 'person.signed_in',
      userId: person.userId,
      organizationId,
      detail: { method: 'email' },
    });
    await happen({
      action: 'person.signed_in',
      userId: newId(start),
      organizationId,
      detail: { method: 'https://id' },
    });
    await happen({ action: 'person.signed_out', userId: stranger.userId, organizationId });
    await happen(
      { action: 'client.disabled', clientId: 'acme-cli', organizationId },
      contextOf(platformAdmin),
    );
    await happen(
      { action: 'factors.reset', userId: person.userId, organizationId },
      { ...contextAt(start), actor: { type: 'system' } },
    );
    expect(await say()).toEqual([
      'The server reset the second factors of pat@example.com',
      'A person who is deleted disabled Acme CLI',
      'sam@example.com was signed out of a browser',
      'A person who is deleted signed in with an issuer',
      'pat@example.com signed in with a mailed link',
    ]);
    const own = await say(contextOf(adminOf(organizationId)));
    expect(own[2]).toBe('Somebody outside your organizations was signed out of a browser');
    expect(own[4]).toBe('pat@example.com signed in with a mailed link');
  });

  test('an API key is an API key', async () => {
    const keyId = newId(start);
    await prisma().apiKey.create({
      data: {
        id: keyId,
        hash: new Uint8Array([1]),
        name: 'Deploy',
        createdAt: start,
        scopes: [],
        organizationId: organization.id,
      },
    });
    const actor = { type: 'api_key' as const, keyId, userId: null, scopes: [], authority: platformAdmin };
    await happen(
      { action: 'organization.changed', organizationId: organization.id },
      { ...contextAt(start), actor },
    );
    expect(await say()).toEqual(['The API key Deploy changed Acme']);
  });

  test('an action without words is said as it is', async () => {
    await happen({ action: '__proto__' as never });
    expect(await say()).toEqual(['Somebody who is not signed in: __proto__']);
  });
});

describe('export', () => {
  const read = async (asked: Asked, format: ExportFormat, ctx = admin) => {
    const exported = await exportAudit(ctx, asked, format);
    if ('problems' in exported) throw new Error('not exported');
    let text = '';
    let pieces = 0;
    for await (const piece of exported.pieces) [text, pieces] = [text + piece, pieces + 1];
    return { text, pieces };
  };

  test('more than a piece, in order, as CSV and as JSON lines; and that it was, is audited', async () => {
    await pool().query(
      `INSERT INTO audit_events (at, action, actor_type, detail) SELECT $1, 'client.changed', 'system', '{"a": "x, \\"y\\""}' FROM generate_series(1, 2500)`,
      [start],
    );
    const { text, pieces } = await read({ action: 'client.' }, 'csv');
    const lines = text.split('\r\n');
    expect([lines.length, pieces]).toEqual([2_502, 4]);
    expect(lines[0]).toMatch(/^id,time,action,says,/);
    expect(lines[1]).toBe(
      `2500,2026-01-01T12:00:00.000Z,client.changed,The server changed a client,system,,,,,,,,,,,,"{""a"":""x, \\""y\\""""}"`,
    );
    const json = (await read({ action: 'client.changed' }, 'jsonl')).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(json.map(({ id }) => Number(id))).toEqual(Array.from({ length: 2_500 }, (_, at) => 2_500 - at));
    expect(json[0]).toMatchObject({ action: 'client.changed', detail: { a: 'x, "y"' }, actor: null });
    const rows = await prisma().auditEvent.findMany({ where: { action: 'audit.exported' } });
    expect(rows.map(({ detail }) => detail)).toEqual([
      { format: 'csv', filters: ['action'] },
      { format: 'jsonl', filters: ['action'] },
    ]);
  });

  test('the admin of an organization exports theirs only', async () => {
    await happen({ organizationId: organization.id });
    await happen({ organizationId: other.id });
    const { text } = await read({}, 'jsonl', contextOf(adminOf(organization.id)));
    expect(text).toContain(organization.id);
    expect(text).not.toContain(other.id);
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['a,b', '"a,b"'],
    ['a "b"', '"a ""b"""'],
    ['a\nb', '"a\nb"'],
    ['\r', `"'\r"`],
    [null, ''],
    ['plain', 'plain'],
  ])('a cell of %j is no formula and one cell', (value, expected) => {
    expect(csvCell(value)).toBe(expected);
    expect(csvLine([value, 'x'])).toBe(`${expected},x\r\n`);
  });
});

test.each([
  ['203.0.113.7', { network: '203.0.113.0/24', ip: '203.0.113.7' }],
  ['::ffff:203.0.113.7', { network: '203.0.113.0/24', ip: '203.0.113.7' }],
  ['203.0.113.0/24', { network: '203.0.113.0/24' }],
  ['2001:db8::1/64', { network: '2001:db8:0:0::/64' }],
  ['203.0.113.0/16', null],
  ['here', null],
])('the place %s', (typed, expected) => {
  expect(readPlace(typed)).toEqual(expected);
});

test.each([
  ['2026-01-01', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T10:30', '2026-01-01T10:30:00.000Z'],
  ['2026-01-01T10:30:01.5Z', '2026-01-01T10:30:01.500Z'],
  ['2026-02-31T10:30', undefined],
  ['tomorrow', undefined],
])('the time %s', (typed, expected) => {
  expect(readTime(typed)?.toISOString()).toBe(expected);
});

describe('rows whose time is wrong hide no others', () => {
  const day = (at: number) => later(at * 86_400);
  const listed = async (asked: Asked) => (await listAudit(admin, asked)).events.map(({ id }) => id);
  const between = { from: day(9).toISOString(), to: day(11).toISOString() };

  /** Rows 1 to 5, of the tenth day, with others before and after them. */
  const fill = async (first: number, last: number) => {
    await happen({}, contextAt(day(first)));
    for (let row = 0; row < 3; row++) await happen({}, contextAt(day(10)));
    await happen({}, contextAt(day(last)));
  };

  test('the last row says that it is of long ago', async () => {
    await fill(5, 8.5);
    expect(await listed(between)).toEqual(['4', '3', '2']);
    expect(await listed({ from: between.from })).toEqual(['4', '3', '2']);
  });

  test('the first row says that it is of later', async () => {
    await fill(11.5, 15);
    expect(await listed(between)).toEqual(['4', '3', '2']);
    expect(await listed({ to: between.to })).toEqual(['4', '3', '2']);
  });

  test('also with an action, in an export and where nothing is', async () => {
    await fill(11.5, 8.5);
    expect(await listed({ ...between, action: 'person.' })).toEqual(['4', '3', '2']);
    const done = await exportAudit(admin, between, 'jsonl');
    if (!('pieces' in done)) throw new Error('refused');
    let text = '';
    for await (const piece of done.pieces) text += piece;
    expect(text.trim().split('\n')).toHaveLength(3);
    expect(await listed({ from: day(400).toISOString() })).toEqual([]);
    expect(await listed({ to: day(-400).toISOString() })).toEqual([]);
  });
});
