import { beforeEach, expect, test } from 'vitest';
import { prisma } from '@/lib/db/prisma';
import { consentTicket, enteredCodeProof } from '@/lib/device/ticket';
import type { Person } from '@/lib/login/browser-session';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  createClient,
  createSignedInPerson,
  enter,
  redeem,
  startDevice,
} from '@/lib/testing/factories';
import { codeOf } from '@/lib/testing/outcome';
import { POST as decide } from './decide/route';
import { POST as enterCode, GET as followLink } from './enter/route';

/** A request whose person still owes a factor waits on: no form of the flow answers them, whatever they hold. */
withDatabase();
let person: Person & { cookie: string };
beforeEach(async () => {
  person = await createSignedInPerson();
  const [createdAt, expires] = [new Date(), new Date(Date.now() + 600_000)];
  await prisma().browserSession.updateMany({
    where: { userId: person.userId },
    data: { createdAt, expires },
  });
  await prisma().organization.updateMany({ data: { secondFactor: 'optional' } });
});

const owed = {
  'a factor of theirs': async () => {
    const data = { userId: person.userId, secretEncrypted: Uint8Array.from([1]), lastUsedStep: 0n };
    await prisma().authenticator.create({ data: { ...data, createdAt: new Date() } });
    return '/login/mfa?next=';
  },
  'one that is required, and that they have not set up': async () => {
    const required = { secondFactor: 'required', secondFactorGraceDays: 0 } as const;
    await prisma().organization.updateMany({ data: { ...required, secondFactorRequiredSince: new Date(0) } });
    await prisma().membership.updateMany({ data: { createdAt: new Date(0) } });
    return '/login/mfa/set-up?next=';
  },
};

const send = (path: string, fields?: Record<string, string>): Request =>
  new Request(`http://localhost:3000${path}`, {
    method: fields ? 'POST' : 'GET',
    headers: {
      cookie: `doorcode.session=${person.cookie}`,
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
    },
    ...(fields && { body: new URLSearchParams(fields) }),
  });
const whereTo = async (answer: Promise<Response>) => (await answer).headers.get('location');

test.each(Object.entries(owed))('%s: neither Allow nor Deny nor the code is taken', async (_what, owe) => {
  const client = await createClient();
  const now = new Date();
  const device = await startDevice(client, contextAt(now));
  // The page was open, with everything that Allow needs, when the factor came to be due.
  const grantId = await enter(person, device.userCode, now);
  const ticket = consentTicket(person.browserSessionId, grantId);
  const request = enteredCodeProof(person.browserSessionId, grantId);
  const step = await owe();
  for (const decision of ['allow', 'deny'])
    expect(await whereTo(decide(send('/device/decide', { request, ticket, decision })))).toBe(
      `${step}%2Fdevice`,
    );
  expect(await whereTo(enterCode(send('/device/enter', { code: device.userCode })))).toBe(`${step}%2Fdevice`);
  const link = `/device/enter?user_code=${device.userCode}`;
  expect(await whereTo(followLink(send(link)))).toBe(step + encodeURIComponent(link));
  expect(await codeOf(redeem(client, device.deviceCode, now))).toBe('authorization_pending');

  await prisma().authenticator.deleteMany();
  await prisma().organization.updateMany({ data: { secondFactor: 'optional' } });
  expect(await whereTo(decide(send('/device/decide', { request, ticket, decision: 'allow' })))).toMatch(
    /^\/device\/done/,
  );
  expect(await codeOf(redeem(client, device.deviceCode, new Date(now.getTime() + 10_000)))).toBe('tokens');
});
