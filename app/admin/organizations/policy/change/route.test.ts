import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '@/lib/crypto';
import { prisma } from '@/lib/db/prisma';
import { markOfPolicy } from '@/lib/organizations/policy-mark';
import { defaultPolicy } from '@/lib/organizations/rules';
import { withDatabase } from '@/lib/testing/database';
import { contextAt, createClient, createSignedInPerson, createTokens } from '@/lib/testing/factories';
import { findNotice } from '../../[slug]/words';
import { POST as changeMember } from '../../members/change/route';
import { writePolicy } from '../read-policy';
import { POST as changePolicy } from './route';

/** The forms of an organization, as a browser sends them. */
withDatabase();
let admin: Awaited<ReturnType<typeof createSignedInPerson>>;
beforeEach(async () => {
  admin = await createSignedInPerson();
  await prisma().user.update({ where: { id: admin.userId }, data: { role: 'admin' } });
  await prisma().browserSession.updateMany({
    where: { userId: admin.userId },
    data: { createdAt: new Date(), expires: new Date(Date.now() + 600_000) },
  });
  await prisma().organization.updateMany({ where: { slug: 'default' }, data: defaultPolicy });
});

const { now } = contextAt(new Date());
const opened = markOfPolicy(defaultPolicy);
const typed = { ...writePolicy(defaultPolicy), organization: 'default', opened };
const send = async (route: typeof changePolicy, fields: Record<string, string>): Promise<URL> => {
  const answer = await route(
    new Request('http://localhost:3000/', {
      method: 'POST',
      headers: {
        cookie: `doorcode.session=${admin.cookie}`,
        origin: 'http://localhost:3000',
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams(fields),
    }),
  );
  return new URL(answer.headers.get('location') ?? '', 'http://localhost:3000');
};
const lifetime = async () =>
  (await prisma().organization.findUniqueOrThrow({ where: { slug: 'default' } })).sessionLifetimeSeconds;

describe('the form of a policy', () => {
  test('leads to a confirmation where it ends sign-ins, with everything that was typed', async () => {
    await createTokens(await createClient(), admin);
    await prisma().session.updateMany({ data: { expiresAt: new Date(now.getTime() + 86_400_000) } });
    const wanted = { ...typed, session_lifetime: '12 hours' };
    const asked = await send(changePolicy, wanted);
    expect(asked.pathname).toBe('/admin/organizations/default/policy');
    const { organization, ...carried } = wanted;
    expect(Object.fromEntries(asked.searchParams)).toEqual(carried);
    expect(await lifetime()).toBeNull();
    const saved = await send(changePolicy, { ...wanted, confirmed: '1' });
    expect(saved.searchParams.get('notice')).toBe('changed');
    expect(await lifetime()).toBe(43_200);
    expect(organization).toBe('default');
  });

  test('that was opened before somebody saved saves nothing, and keeps what was typed', async () => {
    await prisma().organization.updateMany({
      where: { slug: 'default' },
      data: { sessionLifetimeSeconds: 60 },
    });
    const refused = await send(changePolicy, { ...typed, second_factor_grace_days: '3', confirmed: '1' });
    expect(refused.pathname).toBe('/admin/organizations/default');
    expect(Object.fromEntries(refused.searchParams)).toMatchObject({
      ...{ error: 'conflict', second_factor_grace_days: '3', opened },
    });
    expect(await lifetime()).toBe(60);
  });

  test('comes back to the question when a step came between', async () => {
    admin.cookie = '';
    const next = (await send(changePolicy, { ...typed, confirmed: '1' })).searchParams.get('next');
    expect(next).toMatch(/^\/admin\/organizations\/default\/policy\?/);
  });
});

test('after a change of role it is said that the role was changed, not the policy', async () => {
  const member = await createSignedInPerson();
  const organizationId = newId(now);
  await prisma().organization.create({ data: { id: organizationId, slug: 'acme', name: 'Acme' } });
  await prisma().membership.create({ data: { organizationId, userId: member.userId, role: 'admin' } });
  const done = await send(changeMember, { organization: 'acme', user: member.userId, role: 'member' });
  const said = findNotice(done.searchParams.get('notice') ?? undefined);
  expect(said?.title).toBe('The role is changed');
  expect(said?.sentence).not.toContain('each of its people');
});
