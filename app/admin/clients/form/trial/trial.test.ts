import { describe, expect, test } from 'vitest';
import { describeTrial, endTrial, startTrial, stepTrial } from '@/lib/clients/trial';
import type { TrialStep } from '@/lib/clients/trial-requests';
import { mask } from '@/lib/clients/trial-transcript';
import { prisma } from '@/lib/db/prisma';
import { purge } from '@/lib/db/purge';
import { actingAs } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import { allow, contextAt, createClient, createSignedInPerson, enter } from '@/lib/testing/factories';
import { sendInProcess } from './endpoints';

withDatabase();
/** Requests take the time of the machine, as they do on a server. */
const now = () => new Date();
const secret = 'a secret of thirty-two characters';

async function administrator() {
  const person = await createSignedInPerson();
  await prisma().browserSession.updateMany({ data: { expires: new Date(Date.now() + 86_400_000) } });
  return { ...person, role: 'admin' as const };
}
type Admin = Awaited<ReturnType<typeof administrator>>;
const contextOfAdmin = (person: Admin, at = now()) => actingAs(contextAt(at), person);
const step = (person: Admin, id: string, which: TrialStep) =>
  stepTrial(contextOfAdmin(person), id, which, sendInProcess);
const begin = (person: Admin, id: string, given: string | null = null, scope = '') =>
  startTrial(contextOfAdmin(person), id, { scope, secret: given }, sendInProcess);
const view = (person: Admin, id: string) => describeTrial(contextOfAdmin(person), id);
const allowIt = async (person: Admin, id: string) => {
  const { userCode } = (await view(person, id))!;
  await allow(person, await enter(person, userCode!, now()), now());
};

test('a confidential client through to its tokens, and to their end; no code, token or secret is shown or kept in clear', async () => {
  const person = await administrator();
  const { id } = await createClient(
    { tokenPrefix: 'acme', scopes: ['openid', 'email', 'offline_access'] },
    secret,
  );
  expect(await begin(person, id, secret)).toBe('started');
  expect((await view(person, id))!.steps).toEqual(['poll']);
  await step(person, id, 'poll');
  await allowIt(person, id);
  await step(person, id, 'poll');
  expect((await view(person, id))!.steps).toEqual(['userinfo', 'refresh', 'introspect', 'revoke']);
  for (const one of ['userinfo', 'refresh', 'introspect', 'revoke', 'userinfo'] as const)
    expect(await step(person, id, one)).toBe('done');

  const { exchanges } = (await view(person, id))!;
  expect(exchanges.map(({ status }) => status)).toEqual([200, 400, 200, 200, 200, 200, 200, 401]);
  const said = JSON.stringify(exchanges);
  expect(exchanges[1]!.answer).toContain('authorization_pending');
  expect(exchanges[2]!.answer).toContain('"access_token": "acme_…"');
  expect(exchanges[2]!.answer).toContain('"refresh_token": "acme_rt_…"');
  expect(exchanges[3]!.answer).toContain(person.email);
  expect(exchanges[5]!.answer).toContain('"active": true');
  expect(exchanges[7]!.answer).toContain('invalid_token');
  expect(said).not.toMatch(/[0-9A-Za-z]{30}/);
  expect(said).not.toContain(secret);

  const session = await prisma().session.findFirstOrThrow({ where: { clientId: id } });
  expect(session).toMatchObject({ deviceName: 'Try it (dashboard)', revokedReason: 'revoked_by_client' });
  const [row] = await prisma().clientTrial.findMany();
  expect(Buffer.from(row!.sealed).toString('latin1')).not.toContain('acme_');
  const audited = JSON.stringify(await prisma().auditEvent.findMany({ omit: { id: true } }));
  expect(audited).not.toMatch(/acme_[0-9A-Za-z]{10}/);
});

describe('what goes wrong is shown as it was answered', () => {
  test('a wrong secret, a client that may not, and one that is disabled', async () => {
    const person = await administrator();
    const wrong = async (profile: object, given: string | null, own?: string) => {
      const { id } = await createClient(profile, own);
      await begin(person, id, given);
      const { exchanges, steps } = (await view(person, id))!;
      expect(steps).toEqual([]);
      return exchanges[0]!;
    };
    expect((await wrong({}, 'x', secret)).answer).toContain('invalid_client');
    expect((await wrong({}, null, secret)).answer).toContain('invalid_client');
    expect((await wrong({ deviceFlow: false }, null)).answer).toContain('unauthorized_client');
    expect((await wrong({ disabledAt: new Date() }, null)).answer).toContain('invalid_client');
  });

  test('a step that is not due makes no request; nor does one without a trial', async () => {
    const person = await administrator();
    const { id } = await createClient();
    expect(await step(person, id, 'poll')).toBe('not_now');
    await begin(person, id);
    expect(await step(person, id, 'revoke')).toBe('not_now');
    expect((await view(person, id))!.exchanges).toHaveLength(1);
    expect(await begin(person, 'nobody')).toBe('unknown');
  });
});

test('ten polls at once lose neither the tokens nor a request of the transcript', async () => {
  const person = await administrator();
  const { id } = await createClient();
  await begin(person, id);
  await allowIt(person, id);
  const all = await Promise.all(Array.from({ length: 10 }, () => step(person, id, 'poll')));
  const { exchanges, isSignedIn } = (await view(person, id))!;
  expect(isSignedIn).toBe(true);
  // Whoever comes after the tokens are there has nothing to poll for.
  expect(exchanges).toHaveLength(1 + all.filter((one) => one === 'done').length);
  expect(exchanges.filter(({ answer }) => answer.includes('access_token'))).toHaveLength(1);
  expect(await step(person, id, 'userinfo')).toBe('done');
  expect((await view(person, id))!.exchanges.at(-1)!.status).toBe(200);
});

test('a trial is one browser session’s, with one client, for an hour', async () => {
  const [person, other] = [await administrator(), await administrator()];
  const [{ id }, another] = [await createClient(), await createClient()];
  await begin(person, id);
  expect(await view(other, id)).toBeNull();
  expect(await view(person, another.id)).toBeNull();
  await begin(person, another.id);
  expect(await view(person, id), 'one at a time').toBeNull();
  const afterAnHour = new Date(Date.now() + 3_601_000);
  expect(await describeTrial(contextOfAdmin(person, afterAnHour), another.id)).toBeNull();
  await endTrial(contextOfAdmin(person));
  expect(await view(person, another.id)).toBeNull();

  await begin(person, id);
  await begin(other, id);
  const [row] = await prisma().clientTrial.findMany({ where: { browserSessionId: person.browserSessionId } });
  await prisma().clientTrial.update({
    where: { browserSessionId: other.browserSessionId },
    data: { sealed: Uint8Array.from(row!.sealed) },
  });
  expect(await view(other, id), 'a row put in another’s place').toBeNull();
  await purge(afterAnHour);
  expect(await prisma().clientTrial.count()).toBe(0);
});

test.each([
  ['dc_0123456789', 'dc_…'],
  ['acme-x_rt_0123', 'acme-x_rt_…'],
  ['eyJhbGciOi.x.y', 'eyJ…'],
  ['0123456789', '…'],
])('%s is shown as %s', (value, shown) => expect(mask(value)).toBe(shown));
