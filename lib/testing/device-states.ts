import { beforeAll, expect, test } from 'vitest';
import type { Client } from '@/lib/clients/store';
import { denyDeviceGrant } from '@/lib/device/decide';
import { consentTicket } from '@/lib/device/ticket';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { allow, contextAt, createClient, createSignedInPerson, enter, later } from '@/lib/testing/factories';
import type { Answer } from '@/lib/testing/wire';

/** Everything that a poll can meet (RFC 8628 §3.5, RFC 6749 §5.2), and what a dialect answers then. */
export const states = [
  ...(['pending', 'too_fast', 'denied', 'expired', 'unknown', 'another_clients', 'used'] as const),
  ...(['no_device_code', 'wrong_type', 'disabled_person'] as const),
];
export type State = (typeof states)[number];

export type Device = { deviceCode: string; userCode: string };

/** What a device keeps of the answer to its request: the same members in every system. */
export const deviceOf = ({ body }: Answer): Device => ({
  deviceCode: body.device_code,
  userCode: body.user_code,
});

export type Dialect = {
  /** The request of a device, by this client. */
  start: (client: Client) => Promise<Device>;
  /** A poll by this client; `deviceCode` null leaves it out. */
  poll: (client: Client, deviceCode: string | null) => Promise<Answer>;
  /** The same with a content type that nobody speaks. */
  pollAsText: (client: Client, deviceCode: string) => Promise<Answer>;
  /** The client that asks. */
  client: () => Promise<Client>;
  clock: { at: (seconds: number) => void };
};

/** A person in a browser enters the code and decides. */
export async function decide(
  person: Person,
  userCode: string,
  decision: 'allow' | 'deny',
  { seconds = 0, organizationId }: { seconds?: number; organizationId?: string } = {},
): Promise<string> {
  const now = later(seconds);
  const grantId = await enter(person, userCode, now);
  const outcome =
    decision === 'allow'
      ? await allow(person, grantId, now, organizationId)
      : await denyDeviceGrant(actingAs(contextAt(now), person), {
          ...{ grantId, ticket: consentTicket(person.browserSessionId, grantId) },
        });
  if (outcome !== 'decided') throw new Error(`it was ${outcome}`);
  return grantId;
}

/** A golden table: what this dialect answers in each state. */
export function expectInEachState(
  dialect: Dialect,
  golden: Record<State, { status: number; body: unknown }>,
  disable: (person: Person) => Promise<unknown>,
): void {
  let client: Client;
  let person: Person;
  beforeAll(async () => {
    client = await dialect.client();
    person = await createSignedInPerson();
  });
  const poll = (device: Device) => dialect.poll(client, device.deviceCode);

  const inState: Record<State, () => Promise<Answer>> = {
    pending: async () => poll(await dialect.start(client)),
    too_fast: async () => {
      const device = await dialect.start(client);
      await poll(device);
      return poll(device);
    },
    denied: async () => {
      const device = await dialect.start(client);
      await decide(person, device.userCode, 'deny');
      return poll(device);
    },
    expired: async () => {
      const device = await dialect.start(client);
      dialect.clock.at(client.deviceCodeLifetimeSeconds);
      return poll(device);
    },
    unknown: () => poll({ deviceCode: 'x'.repeat(43), userCode: '' }),
    another_clients: async () => {
      const device = await dialect.start(client);
      const other = await createClient();
      return dialect.poll(other, device.deviceCode);
    },
    used: async () => {
      const device = await dialect.start(client);
      await decide(person, device.userCode, 'allow');
      expect((await poll(device)).status).toBe(200);
      return poll(device);
    },
    no_device_code: () => dialect.poll(client, null),
    wrong_type: async () => dialect.pollAsText(client, (await dialect.start(client)).deviceCode),
    disabled_person: async () => {
      const device = await dialect.start(client);
      const leaver = await createSignedInPerson();
      await decide(leaver, device.userCode, 'allow');
      await disable(leaver);
      return poll(device);
    },
  };

  test.each(states)('%s', async (state) => {
    dialect.clock.at(0);
    const { status, body } = await inState[state]();
    dialect.clock.at(0);
    expect({ status, body }).toEqual(golden[state]);
  });
}
