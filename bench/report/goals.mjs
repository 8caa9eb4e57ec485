/* What Doorcode is to reach, as ratios in one run: each line is a figure, what it is measured against, and the bound. */

const times = (phase, other, least, otherPhase = phase) => ({ phase, other, otherPhase, least });

export const ratioGoals = [
  times('poll', 'floor-bare', 0.5),
  times('poll', 'floor-http', 1.5),
  times('poll', 'oidc-pg', 4),
  times('poll', 'better-auth', 25),
  ...['issue', 'redeem', 'refresh'].flatMap((phase) => [
    times(phase, 'floor-http', 0.75),
    times(phase, 'oidc-pg', 1),
    times(phase, 'oidc-memory', 1),
  ]),
  times('refresh-later', 'floor-http', 0.75),
  times('redeem-jwt', 'floor-http', 0.6, 'redeem'),
  times('introspect', 'floor-http', 0.75),
];

/** Of rows of one kind, a figure of each that may be so large at most. */
export const boundGoals = [
  {
    phase: 'process',
    what: 'second start to the first 200 of /health/ready',
    key: 'ready_ms',
    most: 3_000,
    unit: 'ms',
  },
  { phase: 'process', what: 'memory a second after the start', key: 'start_mb', most: 250, unit: 'MB' },
  { phase: 'process', what: 'memory after all phases', key: 'loaded_mb', most: 350, unit: 'MB' },
  { phase: 'click', what: 'click to token, p50, one node', key: 'first_p50_ms', most: 20, unit: 'ms' },
  { phase: 'click', what: 'click to token, p99, one node', key: 'first_p99_ms', most: 100, unit: 'ms' },
  { phase: 'click', what: 'click to token, p50, the other node', key: 'second_p50_ms', most: 20, unit: 'ms' },
  {
    phase: 'click',
    what: 'click to token, p99, the other node',
    key: 'second_p99_ms',
    most: 100,
    unit: 'ms',
  },
  { phase: 'waiters', what: 'waiters of 10,000 left without tokens', key: 'unanswered', most: 0, unit: '' },
  { phase: 'waiters', what: 'memory with 10,000 waiters, at most', key: 'peak_mb', most: 500, unit: 'MB' },
  { phase: 'waiting-cost', what: 'statements for a login that waits', key: 'statements', most: 0, unit: '' },
];
