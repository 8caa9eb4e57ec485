import { beforeEach, expect, test } from 'vitest';
import { applyClientsFile } from '@/lib/clients/apply-file';
import { parseClientsFile } from '@/lib/clients/file/read';
import { systemContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { findIssuerOfAddress, findOrganizationOfAddress, openIssuer } from '@/lib/organizations/issuer';
import { withDatabase } from '@/lib/testing/database';
import { start } from '@/lib/testing/factories';

withDatabase();
const variables: Record<string, string> = { OLD: 'canary-old', NEW: 'canary-new' };
const issuer = {
  issuer: 'https://id.acme.example',
  client_id: 'doorcode',
  client_secret: { env: 'OLD' },
  name: 'Acme',
  trusted_amr: ['mfa'],
};
const acme = { slug: 'acme', name: 'Acme', email_domains: ['acme.test', 'acme.example'], issuer };

const apply = (...organizations: object[]) =>
  applyClientsFile(
    { ...systemContext(start), requestId: 'clients-file' },
    parseClientsFile('f', JSON.stringify({ organizations }), (name) => variables[name]),
  );
const audited = async () => {
  const rows = await prisma().auditEvent.findMany({ orderBy: { id: 'asc' } });
  await prisma().auditEvent.deleteMany();
  return rows;
};

beforeEach(async () => {
  await prisma().organization.deleteMany();
  await prisma().auditEvent.deleteMany();
});

test('an issuer is kept with its secret sealed, and opened again', async () => {
  await apply(acme);
  const row = await prisma().organizationIssuer.findFirstOrThrow();
  expect(Buffer.from(row.clientSecretEncrypted).toString('latin1')).not.toContain('canary');
  expect(await openIssuer('org-acme')).toMatchObject({
    issuer: 'https://id.acme.example',
    clientId: 'doorcode',
    clientSecret: 'canary-old',
    domains: expect.arrayContaining(['acme.example', 'acme.test']),
    trustedAmr: ['mfa'],
    trustedAcr: [],
  });
  for (const id of ['org-other', 'org-', 'acme', 'github', 'constructor'])
    expect(await openIssuer(id)).toBeNull();
});

test('a second run changes and audits nothing, however the domains are ordered', async () => {
  expect(await apply(acme)).toMatchObject({ created: 1, changed: 1 });
  await audited();
  const again = await apply({ ...acme, email_domains: ['acme.example', 'acme.test'] });
  expect(again).toMatchObject({ created: 0, changed: 0 });
  expect(await audited()).toEqual([]);
});

test('another secret is a change, which is audited without it', async () => {
  await apply(acme);
  await audited();
  await apply({ ...acme, issuer: { ...issuer, client_secret: { env: 'NEW' } } });
  expect((await openIssuer('org-acme'))?.clientSecret).toBe('canary-new');
  const rows = await audited();
  expect(rows.map(({ action, detail }) => [action, detail])).toEqual([
    ['organization.changed', { slug: 'acme', changes: {}, secretChanged: true }],
  ]);
  await apply({ ...acme, issuer: { ...issuer, name: 'Acme ID' } });
  expect(
    JSON.stringify(await audited(), (_key, value) => (typeof value === 'bigint' ? null : value)),
  ).not.toContain('canary');
});

test('an address of its domains signs in with it, and no other address does', async () => {
  await apply(acme, { slug: 'open', name: 'Open', email_domains: ['open.example'] });
  expect(await findIssuerOfAddress('ann@acme.example')).toEqual({ id: 'org-acme', name: 'Acme' });
  for (const address of ['ann@open.example', 'ann@sub.acme.example', 'ann@notacme.example', ''])
    expect(await findIssuerOfAddress(address)).toBeNull();
  expect(await findOrganizationOfAddress('ann@open.example')).toMatchObject({ slug: 'open', issuer: null });
});

test('a domain goes from one organization to another; what is named no more is gone', async () => {
  const other = { slug: 'other', name: 'Other', email_domains: ['other.example'] };
  await apply(acme, other);
  await apply(
    { slug: 'acme', name: 'Acme' },
    { ...other, email_domains: ['acme.example', 'other.example'], issuer },
  );
  expect(await findIssuerOfAddress('ann@acme.example')).toEqual({ id: 'org-other', name: 'Acme' });
  expect(await openIssuer('org-acme')).toBeNull();
  expect(await findOrganizationOfAddress('ann@acme.test')).toBeNull();
  await apply();
  expect(await prisma().emailDomain.count()).toBe(0);
  expect(await prisma().organizationIssuer.count()).toBe(0);
});
