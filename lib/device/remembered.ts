import { sha256Text } from '@/lib/crypto';
import { epochOfListening, isThisEpoch } from '@/lib/db/listener';
import type { Pace } from '@/lib/device/rules';
import { onePerProcess } from '@/lib/process';

/**
 * What this node knows of the devices that wait: how each grant stands, as long as the database tells of every decision
 * (LISTEN, lib/db/listener.ts), and how fast each polls. So a pending poll asks nobody, polling never touches the grant's
 * row, and a decision never waits for a poll (I3).
 *
 * What may be old: a grant that was decided counts as pending here until the notification comes, some milliseconds; 8 s
 * where the connection is gone without a word. A device then hears authorization_pending once more. Nothing else follows:
 * tokens are given by the statement that claims the grant, and by nothing that is remembered. Pace is per node, and lost at
 * a restart: a device then seems slower than it was (docs/decisions/003-pace-in-memory.md).
 */
export type PendingFacts = {
  clientId: string;
  expiresAt: Date;
  intervalSeconds: number;
  dpopJkt: string | null;
};

/** Numbers instead of dates: a poll makes nothing anew, and a quarter of a million take little room. */

type Remembered = {
  /** `unknown`: only its pace is known. */
  state: 'pending' | 'approved' | 'unknown';
  epoch: number;
  clientId: string;
  /** Milliseconds since 1970, as the next. */
  expiresAt: number;
  dpopJkt: string | null;
  /** 0: has not polled. */
  lastPolledAt: number;
  intervalSeconds: number;
};

/** Some 60 MB when full; the ones that came first are forgotten first, and cost a statement per poll. */
const most = 250_000;

const devices = (): Map<string, Remembered> => onePerProcess('devices', () => new Map());

/** What a device is remembered by: the SHA-256 of its code, a character per byte. */
export const keyOfCode = (deviceCode: string): string => sha256Text(deviceCode);
export const keyOfHash = (deviceCodeHash: Buffer): string => deviceCodeHash.toString('latin1');
export const hashOfKey = (key: string): Buffer => Buffer.from(key, 'latin1');

/** Is it certain that this grant is pending, as far as anybody has told us? Then what a poll needs to know, else null. */
export function recallPending(key: string): Readonly<Remembered> | null {
  const known = devices().get(key);
  return known?.state === 'pending' && isThisEpoch(known.epoch) ? known : null;
}

/** Have we heard that it was allowed? */
export function recallApproved(key: string): boolean {
  const known = devices().get(key);
  return known?.state === 'approved' && isThisEpoch(known.epoch);
}

/** Those that are being read: whether their decision was told meanwhile. */
type Reading = { isOld: boolean };
const reading = (): Map<string, Set<Reading>> => onePerProcess('devices-reading', () => new Map());

/**
 * Read it, and remember it when it is pending. Where its decision is told while we read, what was read is used, and not
 * remembered.
 */
export async function readAndRemember<Grant extends PendingFacts & { status: string }>(
  key: string,
  read: () => Promise<Grant | null>,
): Promise<Grant | null> {
  const epoch = epochOfListening();
  const own: Reading = { isOld: false };
  const ofDevice = reading().get(key) ?? new Set();
  reading().set(key, ofDevice.add(own));
  try {
    const grant = await read();
    if (grant?.status === 'pending' && !own.isOld && isThisEpoch(epoch)) rememberPending(key, grant);
    return grant;
  } finally {
    ofDevice.delete(own);
    if (ofDevice.size === 0) reading().delete(key);
  }
}

/** A grant that nobody can have decided yet: nobody has its user code. Or one that was just read. */
export function rememberPending(key: string, facts: PendingFacts): void {
  const { lastPolledAt = 0, intervalSeconds = facts.intervalSeconds } = devices().get(key) ?? {};
  keep(key, {
    state: 'pending',
    epoch: epochOfListening(),
    clientId: facts.clientId,
    expiresAt: facts.expiresAt.getTime(),
    dpopJkt: facts.dpopJkt,
    lastPolledAt,
    intervalSeconds,
  });
}

/** The database tells of a decision: `approved` or `denied`, and the hash of the device code in Base64. */
export function hearOfDecision(payload: string): string {
  const space = payload.indexOf(' ');
  const key = keyOfHash(Buffer.from(payload.slice(space + 1), 'base64'));
  noteDecision(key, payload.slice(0, space));
  return key;
}

/** The same of a decision that this node has made. */
export function noteDecision(key: string, status: string): void {
  const state = status === 'approved' ? 'approved' : 'unknown';
  for (const one of reading().get(key) ?? []) one.isOld = true;
  const known = devices().get(key);
  if (known) Object.assign(known, { state, epoch: epochOfListening() });
  else if (state === 'approved') keep(key, { ...nothing, state, epoch: epochOfListening() });
}

export function findPace(key: string): Pace | null {
  const known = devices().get(key);
  return known?.lastPolledAt ? known : null;
}

export function recordPoll(key: string, { lastPolledAt, intervalSeconds }: Pace): void {
  const known = devices().get(key);
  if (known) {
    known.lastPolledAt = lastPolledAt;
    known.intervalSeconds = intervalSeconds;
  } else keep(key, { ...nothing, lastPolledAt, intervalSeconds });
}

/** Redeemed: there is nothing to remember. */
export const forgetDevice = (key: string): void => {
  devices().delete(key);
};

const nothing: Remembered = {
  ...{ state: 'unknown', epoch: -1, clientId: '', expiresAt: 0, dpopJkt: null },
  ...{ lastPolledAt: 0, intervalSeconds: 0 },
};

function keep(key: string, device: Remembered): void {
  const all = devices();
  all.set(key, device);
  if (all.size > most) all.delete(all.keys().next().value as string);
}
