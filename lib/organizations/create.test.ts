import { beforeEach, describe, expect, test } from 'vitest';
import { findLiveApiKey } from '@/lib/api-keys/store';
import { applyClientsFile } from '@/lib/clients/apply-file';
import { parseClientsFile } from '@/lib/clients/file/read';
import { systemContext } from '@/lib/context';
import { newId, sha256 } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { changeEmailDomains } from '@/lib/organizations/change-domains';
import { createOrganization, renameOrganization, switchOrganization } from '@/lib/organizations/create';
import { listOrganizations } from '@/lib/organizations/list';
import { isSlug } from '@/lib/organizations/rules';
import { createDefaultOrganizationOnce } from '@/lib/organizations/store';
import { withDatabase } from '@/lib/testing/database';
import {
  adminOf,
  allow,
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  enter,
  isLive,
  platformAdmin,
  redeem,
  start,
  startDevice,
} from '@/lib/testing/factories';

withDatabase();
const ctx = () => contextOf(platformAdmin);
const acme = () =>
  prisma().organization.findUniqueOrThrow({ where: { slug: 'acme' }, include: { emailDomains: true } });
const domains = async (slug: string) =>
  (
    await prisma().emailDomain.findMany({ where: { organization: { slug } }, orderBy: { domain: 'asc' } })
  ).map(({ domain }) => domain);
beforeEach(async () => {
  await prisma().organization.deleteMany();
  await prisma().auditEvent.deleteMany();
  await createDefaultOrganizationOnce(prisma(), start);
  await createOrganization(ctx(), { slug: 'acme', name: 'Acme' });
});

test.each([
  ['acme', true],
  ['a', true],
  ['a--b', true],
  ['0', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['-a', false],
  ['a-', false],
  ['Acme', false],
  ['a b', false],
  ['a\n', false],
  ['', false],
  ['new', false],
])('%j is a slug: %s', (text, is) => {
  expect(isSlug(text)).toBe(is);
});

describe('an organization', () => {
  test('is created once, of 20 at the same time, and audited', async () => {
    const done = await Promise.all(
      Array.from({ length: 20 }, () => createOrganization(ctx(), { slug: 'new-one', name: 'New' })),
    );
    expect(done.filter((one) => one === 'created')).toHaveLength(1);
    expect(await prisma().auditEvent.count({ where: { action: 'organization.created' } })).toBe(2);
  });

  test('is renamed by its own admins; a file’s by the file', async () => {
    const { id } = await acme();
    const own = contextOf(adminOf(id));
    expect(await renameOrganization(own, 'acme', 'Acme Inc.')).toBe('changed');
    expect(await renameOrganization(own, 'acme', 'Acme Inc.')).toBe('unchanged');
    expect(await renameOrganization(own, 'default', 'Mine')).toBe('unknown');
    await prisma().organization.update({ where: { id }, data: { managedByFile: true } });
    expect(await renameOrganization(own, 'acme', 'Other')).toBe('managed_by_file');
    expect(await switchOrganization(ctx(), 'acme', 'disabled')).toBe('managed_by_file');
    expect(await changeEmailDomains(ctx(), 'acme', ['acme.example'])).toBe('managed_by_file');
    expect((await acme()).name).toBe('Acme Inc.');
  });

  test('that is disabled has no session and no key that counts, until it is enabled', async () => {
    const { id } = await acme();
    const [client, person] = [await createClient(), await createSignedInPerson()];
    await prisma().membership.create({ data: { organizationId: id, userId: person.userId } });
    const device = await startDevice(client);
    await allow(person, await enter(person, device.userCode), start, id);
    const { accessToken } = await redeem(client, device.deviceCode);
    const key = sha256('key');
    await prisma().apiKey.create({
      data: {
        ...{
          id: newId(start),
          organizationId: id,
          hash: Uint8Array.from(key),
          name: 'k',
          scopes: ['introspect'],
        },
        createdAt: start,
      },
    });
    const counts = async () => [
      await isLive(accessToken),
      (await findLiveApiKey(contextAt(start), key)) !== null,
    ];
    expect(await counts()).toEqual([true, true]);
    const done = await Promise.all(
      Array.from({ length: 20 }, () => switchOrganization(ctx(), 'acme', 'disabled')),
    );
    expect(done.filter((one) => one === 'changed')).toHaveLength(1);
    expect(await counts()).toEqual([false, false]);
    expect(await switchOrganization(ctx(), 'acme', 'enabled')).toBe('changed');
    expect(await counts()).toEqual([true, true]);
    expect(await switchOrganization(ctx(), 'default', 'disabled')).toBe('default');
  });

  test('is listed by name, searched, and only to whom it concerns', async () => {
    await createOrganization(ctx(), { slug: 'zebra', name: 'apricot' });
    const slugs = async (text: string, as = ctx()) =>
      (await listOrganizations(as, { text })).rows.map(({ slug }) => slug);
    expect(await slugs('')).toEqual(['acme', 'zebra', 'default']);
    expect(await slugs('APRI')).toEqual(['zebra']);
    expect(await slugs('zeb')).toEqual(['zebra']);
    expect(await slugs('', contextOf(adminOf((await acme()).id)))).toEqual(['acme']);
    expect(
      (await listOrganizations(ctx(), { text: '', after: 'acme' })).rows.map(({ slug }) => slug),
    ).toEqual(['zebra', 'default']);
    expect((await listOrganizations(ctx(), { text: '', before: 'default' })).rows).toHaveLength(2);
  });
});

describe('e-mail domains', () => {
  test('are changed and audited; one belongs to one organization, of two at the same time too', async () => {
    await createOrganization(ctx(), { slug: 'other', name: 'Other' });
    expect(await changeEmailDomains(ctx(), 'acme', ['b.example', 'a.example', 'a.example'])).toBe('changed');
    expect(await changeEmailDomains(ctx(), 'acme', ['a.example', 'b.example'])).toBe('unchanged');
    expect(await changeEmailDomains(ctx(), 'other', ['c.example', 'a.example'])).toBe('taken');
    expect([await domains('acme'), await domains('other')]).toEqual([['a.example', 'b.example'], []]);
    for (let round = 0; round < 10; round++) {
      const both = ['acme', 'other'].map((slug) =>
        changeEmailDomains(ctx(), slug, [`round-${round}.example`]),
      );
      expect((await Promise.all(both)).sort()).toEqual(['changed', 'taken']);
    }
  });

  test('of the dashboard outlive a reload of CLIENTS_FILE, which takes over what it declares', async () => {
    await changeEmailDomains(ctx(), 'acme', ['kept.example', 'taken.example']);
    const apply = (...organizations: object[]) =>
      applyClientsFile(
        systemContext(start),
        parseClientsFile('f', JSON.stringify({ organizations }), () => undefined),
      );
    await apply({ slug: 'file', name: 'File', email_domains: ['taken.example', 'file.example'] });
    expect([await domains('acme'), await domains('file')]).toEqual([
      ['kept.example'],
      ['file.example', 'taken.example'],
    ]);
    await apply();
    expect([await domains('acme'), await domains('file')]).toEqual([['kept.example'], []]);
  });
});
