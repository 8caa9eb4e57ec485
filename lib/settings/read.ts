import { onePerProcess } from '@/lib/process';
import { defaultSettings, type Settings } from '@/lib/settings/schema';
import { findSettings } from '@/lib/settings/store';

/**
 * The settings, as every request needs them: read once in a while by each process, so that what is changed on one node
 * counts on every other within a second.
 */
const lifetimeMs = 900;

type Shelf = { readAt: number; reading: Promise<Settings> | null; known: Settings };
const shelf = (): Shelf =>
  onePerProcess('settings', () => ({
    readAt: 0,
    reading: null,
    known: defaultSettings,
  }));

/** Rejects while the storage is away: what is switched off must not be on then. */
export function readSettings(): Promise<Settings> {
  const kept = shelf();
  if (kept.reading && performance.now() - kept.readAt < lifetimeMs) return kept.reading;
  const reading = findSettings().then(({ settings }) => {
    kept.known = settings;
    return settings;
  });
  Object.assign(kept, { readAt: performance.now(), reading });
  // What failed is tried again at once, not in a second.
  reading.catch(() => {
    if (kept.reading === reading) kept.reading = null;
  });
  return reading;
}

/** Read anew at the next use: this process has just changed them. */
export function forgetSettings(): void {
  shelf().reading = null;
}

/** As this process read them last: for looks alone, where nothing can be waited for or the storage is away. */
export const knownSettings = (): Settings => shelf().known;
