import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, vi } from 'vitest';
import { hearOfClient } from '@/lib/clients/remembered';
import { isListening, Listener } from '@/lib/db/listener';
import { pool } from '@/lib/db/pool';
import { prisma } from '@/lib/db/prisma';
import { hearOfDecision } from '@/lib/device/remembered';
import { decideDeviceGrant } from '@/lib/device/store';
import { wakeDevice } from '@/lib/device/waiting';
import { acrsOf } from '@/lib/login/acr';
import { actingAs, type Person } from '@/lib/login/browser-session';
import { clearOnePerProcess } from '@/lib/process';
import { contextAt, start } from '@/lib/testing/factories';

/** What a node remembers because the database tells of every change of it. */
type Subject = 'devices' | 'clients';

/** This process as a node that the database tells of what all do; and as one that misses it, or has just begun. */
export function withNode(database: { connectionString: () => string }) {
  const deafTo = new Set<Subject>();
  const fences = new Map<string, () => void>();
  const hearing = (subject: Subject, hear: (payload: string) => void) => (payload: string) => {
    if (!deafTo.has(subject)) hear(payload);
  };
  let listener: Listener | undefined;

  const node = {
    async up() {
      listener = new Listener(database.connectionString(), {
        doorcode_clients: hearing('clients', hearOfClient),
        doorcode_grants: hearing('devices', (payload) => wakeDevice(hearOfDecision(payload))),
        doorcode_test: (fence) => fences.get(fence)?.(),
      });
      await listener.open();
      if (!isListening()) throw new Error('the database tells nothing');
    },
    down: async () => listener?.close(),
    /** All that was committed before has been told by now, and heard unless the node is deaf to it. */
    async told() {
      const fence = randomUUID();
      const passed = new Promise<void>((resolve) => fences.set(fence, resolve));
      await pool().query('SELECT pg_notify($1, $2)', ['doorcode_test', fence]);
      await passed;
    },
    /** It misses what it is told of these, until the test is over. */
    miss(...subjects: Subject[]) {
      for (const one of subjects) deafTo.add(one);
    },
    hearAgain: () => deafTo.clear(),
    /** Another node, which has seen none of these. */
    forget(...subjects: Subject[]) {
      for (const one of subjects) clearOnePerProcess(one);
    },
    /** Its connection is lost, and made again. */
    async reconnect() {
      await endListeners();
      await vi.waitFor(() => !isListening() || Promise.reject(new Error('still up')), soon);
      await vi.waitFor(() => isListening() || Promise.reject(new Error('still down')), soon);
    },
  };
  beforeAll(node.up);
  afterAll(node.down);
  return node;
}

/** Looked at again and again, for as long as a slow machine may take. */
export const soon = { interval: 2, timeout: 10_000 };

/** What PostgreSQL does at a fail-over, to the connections on which it tells. */
export const endListeners = () =>
  pool().query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'doorcode listener' AND datname = current_database()`,
  );

/** The names of the statements that are run meanwhile, each a round trip; of one without a name its text. */
export async function statementsOf(run: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pool(), 'query');
  const connect = vi.spyOn(pool(), 'connect');
  try {
    await run();
    const names = (query.mock.calls as unknown[][]).map(([asked]) => {
      const { name, text } = asked as { name?: string; text?: string };
      return name ?? text ?? String(asked);
    });
    // A pool's `query` takes a connection too: whatever took another ran more than one statement on it.
    return [...names, ...connect.mock.calls.slice(names.length).map(() => 'a connection of its own')];
  } finally {
    query.mockRestore();
    connect.mockRestore();
  }
}

/** A person allows a device on another node: this one hears of it as it hears of anything, from the database. */
export async function allowElsewhere(
  person: Person,
  grantId: string,
  now = start,
): Promise<'decided' | 'too_late'> {
  const membership = await prisma().membership.findFirstOrThrow({ where: { userId: person.userId } });
  const { userId, browserSessionId, authenticatedAt, amr } = person;
  const decided = await decideDeviceGrant(actingAs(contextAt(now), person), {
    ...{ grantId, status: 'approved', organizationId: membership.organizationId },
    ...{ userId, browserSessionId, authenticatedAt, amr, acrs: acrsOf(amr) },
  });
  return decided ? 'decided' : 'too_late';
}
