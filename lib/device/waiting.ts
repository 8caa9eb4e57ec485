import { onePerProcess } from '@/lib/process';

/**
 * The polls that are held until the person decides. Each is woken by what the database tells this node (remembered.ts),
 * or, while it tells nothing, by one statement a second for all of them (server/listen.ts).
 */

/** One program behind one network: as many as it may have pending (device/store.ts). */
const mostPerCaller = 2_000;
/** All of them: a connection, a request and an answer each, some 15 KB. */
const most = 20_000;

export type WaitOutcome = 'decided' | 'time_is_up' | 'gone' | 'stopped';
type Wake = (outcome: WaitOutcome) => void;

type Waiting = {
  byDevice: Map<string, Set<Wake>>;
  byCaller: Map<string, number>;
  total: number;
  isStopped: boolean;
};

const waiting = (): Waiting =>
  onePerProcess('waiting', () => ({ byDevice: new Map(), byCaller: new Map(), total: 0, isStopped: false }));

/** May one more of this caller's polls be held? */
export function hasRoom(caller: string): boolean {
  const { byCaller, total, isStopped } = waiting();
  return !isStopped && total < most && (byCaller.get(caller) ?? 0) < mostPerCaller;
}

/** Hold a poll: until its device is woken, the time is up, whoever asked has hung up, or this process ends. */
export function waitForDecision(
  key: string,
  { caller, milliseconds, signal }: { caller: string; milliseconds: number; signal: AbortSignal },
): Promise<WaitOutcome> {
  if (waiting().isStopped) return Promise.resolve('stopped');
  if (signal.aborted) return Promise.resolve('gone');
  return new Promise((resolve) => {
    const hangUp = () => wake('gone');
    const timer = setTimeout(() => wake('time_is_up'), milliseconds);
    const wake: Wake = (outcome) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', hangUp);
      remove(key, caller, wake);
      resolve(outcome);
    };
    signal.addEventListener('abort', hangUp);
    add(key, caller, wake);
  });
}

function add(key: string, caller: string, wake: Wake): void {
  const all = waiting();
  const ofDevice = all.byDevice.get(key) ?? new Set();
  all.byDevice.set(key, ofDevice.add(wake));
  all.byCaller.set(caller, (all.byCaller.get(caller) ?? 0) + 1);
  all.total++;
}

function remove(key: string, caller: string, wake: Wake): void {
  const all = waiting();
  const ofDevice = all.byDevice.get(key);
  if (!ofDevice?.delete(wake)) return;
  if (ofDevice.size === 0) all.byDevice.delete(key);
  const left = all.byCaller.get(caller)! - 1;
  if (left > 0) all.byCaller.set(caller, left);
  else all.byCaller.delete(caller);
  all.total--;
}

/** It was decided, or may have been: its polls ask now. */
export function wakeDevice(key: string): void {
  for (const wake of [...(waiting().byDevice.get(key) ?? [])]) wake('decided');
}

/** Which devices wait. */
export const waitingDevices = (): string[] => [...waiting().byDevice.keys()];

/** This process ends: whoever waits is answered now, and nobody is held any more. */
export function stopWaiting(): void {
  const all = waiting();
  all.isStopped = true;
  for (const ofDevice of [...all.byDevice.values()]) for (const wake of [...ofDevice]) wake('stopped');
}
