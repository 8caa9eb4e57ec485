import { describe, expect, test } from 'vitest';
import { describeClient, listClients } from '@/lib/clients/list';
import { prisma } from '@/lib/db/prisma';
import { withDatabase } from '@/lib/testing/database';
import {
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  later,
  platformAdmin,
  start,
} from '@/lib/testing/factories';

withDatabase();

describe('what administrators see of clients', () => {
  test('all of them, by name whatever its case, with what they are', async () => {
    await createClient({ id: 'b', name: 'beta', managedByFile: true, disabledAt: start });
    await createClient(
      { id: 'a2', name: 'Alpha', accessTokenFormat: 'jwt' },
      'a secret of thirty-two characters',
    );
    await createClient({ id: 'a1', name: 'alpha', firstParty: true });
    const clients = await listClients(contextOf(platformAdmin));
    expect(clients.map(({ id }) => id)).toEqual(['a1', 'a2', 'b']);
    expect(clients[0]).toMatchObject({
      firstParty: true,
      isConfidential: false,
      accessTokenFormat: 'opaque',
    });
    expect(clients[1]).toMatchObject({ firstParty: false, isConfidential: true, accessTokenFormat: 'jwt' });
    expect(clients[2]).toMatchObject({ managedByFile: true, disabledAt: start });
  });

  test('of one: its profile, its secrets that count, its devices that are signed in; no hash', async () => {
    const client = await createClient(
      { id: 'acme', tokenPrefix: 'acme' },
      'a secret of thirty-two characters',
    );
    await prisma().clientSecret.create({
      data: { clientId: client.id, hash: Uint8Array.from([1]), expiresAt: later(-1) },
    });
    const person = await createSignedInPerson();
    await createTokens(client, person);
    await createTokens(client, person);
    await prisma().session.update({
      where: { id: (await prisma().session.findFirstOrThrow()).id },
      data: { revokedAt: start },
    });
    const details = await describeClient(contextOf(platformAdmin), 'acme');
    expect(details).toMatchObject({
      tokenPrefix: 'acme',
      isConfidential: true,
      liveSecrets: 1,
      liveSessions: 1,
    });
    expect(Object.values(details!).some((value) => Buffer.isBuffer(value))).toBe(false);
    expect(Object.keys(details!)).not.toContain('secretHashes');
  });

  test('of an unknown one: nothing', async () => {
    expect(await describeClient(contextOf(platformAdmin), 'nobody')).toBeNull();
  });
});
