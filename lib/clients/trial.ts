import { adminVerb } from '@/lib/authority/verb';
import { findClient } from '@/lib/clients/store';
import {
  decideSteps,
  type Send,
  sendStart,
  sendStep,
  type Trial,
  type TrialStep,
} from '@/lib/clients/trial-requests';
import { deleteTrial, findTrial, putTrial, replaceTrial } from '@/lib/clients/trial-store';
import type { Exchange } from '@/lib/clients/trial-transcript';
import type { RequestContext } from '@/lib/context';
import { decrypt, encrypt } from '@/lib/crypto';

/**
 * An administrator plays a client's part: real requests to this server's own endpoints, and a real session that comes
 * out. What it knows is sealed in the database, so that no page holds a token; one trial a browser session, for an hour.
 */
const lifetimeMs = 3_600_000;
const mostExchanges = 40;

/** What the page shows of it. */
export type TrialView = {
  exchanges: Exchange[];
  userCode: string | null;
  link: string | null;
  steps: TrialStep[];
  isSignedIn: boolean;
};

/** `no_browser`: whoever calls has no browser session to keep it. */
type Started = 'started' | 'unknown' | 'no_browser';

export const startTrial = adminVerb(
  'clients:write',
  async (
    ctx,
    _within,
    clientId: string,
    asked: { scope: string; secret: string | null },
    send: Send,
  ): Promise<Started> => {
    const browser = browserOf(ctx);
    if (!browser) return 'no_browser';
    if (!(await findClient(ctx, clientId))) return 'unknown';
    const trial = await sendStart(ctx, { ...nothingYet, clientId, secret: asked.secret }, asked.scope, send);
    const expiresAt = new Date(ctx.now.getTime() + lifetimeMs);
    const isKept = await putTrial(browser, { clientId, sealed: seal(browser, trial), expiresAt });
    return isKept ? 'started' : 'no_browser';
  },
);

/** `not_now`: there is no such trial, or it has not come so far. */
export const stepTrial = adminVerb(
  'clients:write',
  async (ctx, _within, clientId: string, step: TrialStep, send: Send): Promise<'done' | 'not_now'> => {
    const browser = browserOf(ctx);
    let kept = await readKept(ctx, clientId);
    if (!browser || !kept || !decideSteps(kept.trial).includes(step)) return 'not_now';
    const before = kept.trial;
    const after = await sendStep(ctx, before, step, send);
    // What it has learned is not lost to a step that was made at the same time; another trial is none of its business.
    while (kept && kept.trial.deviceCode === before.deviceCode) {
      const merged = merge(kept.trial, before, after);
      if (await replaceTrial(browser, kept.sealed, seal(browser, merged))) return 'done';
      kept = await readKept(ctx, clientId);
    }
    return 'not_now';
  },
);

export const endTrial = adminVerb('clients:write', async (ctx): Promise<void> => {
  const browser = browserOf(ctx);
  if (browser) await deleteTrial(browser);
});

/** Of this browser session with this client; null when there is none. Reads only. */
export const describeTrial = adminVerb(
  'clients:write',
  async (ctx, _within, clientId: string): Promise<TrialView | null> => {
    const kept = await readKept(ctx, clientId);
    if (!kept) return null;
    const { exchanges, userCode, link, accessToken } = kept.trial;
    return { exchanges, userCode, link, steps: decideSteps(kept.trial), isSignedIn: accessToken !== null };
  },
);

const nothingYet: Omit<Trial, 'clientId' | 'secret'> = {
  ...{ deviceCode: null, userCode: null, link: null, accessToken: null, refreshToken: null },
  exchanges: [],
};

const browserOf = ({ actor }: RequestContext): string | null =>
  actor.type === 'person' ? actor.browserSessionId : null;

/** What this step has learned, over what is known by now. */
function merge(now: Trial, before: Trial, after: Trial): Trial {
  const learned = <Name extends 'accessToken' | 'refreshToken'>(name: Name) =>
    after[name] === before[name] ? now[name] : after[name];
  return {
    ...now,
    accessToken: learned('accessToken'),
    refreshToken: learned('refreshToken'),
    exchanges: [...now.exchanges, after.exchanges.at(-1)!].slice(-mostExchanges),
  };
}

/** Sealed for one browser session: a row put in another's place opens nothing. */
const seal = (browser: string, trial: Trial): Buffer =>
  encrypt('client-trial', JSON.stringify([browser, trial]));

async function readKept(
  ctx: RequestContext,
  clientId: string,
): Promise<{ sealed: Buffer; trial: Trial } | null> {
  const browser = browserOf(ctx);
  const sealed = browser && (await findTrial(browser, ctx.now));
  if (!sealed) return null;
  const [owner, trial] = JSON.parse(decrypt('client-trial', sealed)) as [string, Trial];
  return owner === browser && trial.clientId === clientId ? { sealed, trial } : null;
}
