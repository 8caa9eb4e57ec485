/* The options of npm run bench. */
import { parseArgs } from 'node:util';
import { Refusal } from '../scripts/steps.mjs';

const names = {
  targets: ['doorcode', 'floor-bare', 'floor-http', 'oidc-pg', 'oidc-memory', 'better-auth'],
  phases: [
    ...['poll', 'issue', 'redeem', 'redeem-jwt', 'refresh', 'refresh-later', 'introspect'],
    ...['process', 'click', 'waiters', 'waiting-cost'],
  ],
};

/** Measured of Doorcode alone, after the rounds. */
const waiting = ['click', 'waiters', 'waiting-cost'];

/** A code that was polled in the first second of `first` may be polled again when it is over (phases/poll.mjs). */
const atLeast = { first: 6, codes: 2_000 };

export function readOptions(args) {
  const values = parse(args);
  const listOf = (name) => {
    const wanted = values[name]?.split(',') ?? names[name];
    const unknown = wanted.find((one) => !names[name].includes(one));
    if (unknown !== undefined)
      throw new Refusal(`--${name} has no “${unknown}”; there are: ${names[name].join(', ')}.`);
    return wanted;
  };
  const numberOf = (name) => {
    const [number, least] = [Number(values[name]), atLeast[name] ?? 1];
    if (!(number >= least)) throw new Refusal(`--${name} must be a number, ${least} or more.`);
    return number;
  };
  const phases = listOf('phases');
  return {
    ...{ targets: listOf('targets'), phases, profile: values.profile, out: values.out },
    // Is there anything to do for a target, other than to wait?
    isRounds: phases.some((phase) => !waiting.includes(phase)),
    ...Object.fromEntries(
      ['rounds', 'seconds', 'warm', 'first', 'codes', 'minutes'].map((name) => [name, numberOf(name)]),
    ),
  };
}

function parse(args) {
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({
      args,
      options: {
        ...{ targets: text, phases: text, profile: text, out: text },
        rounds: { ...text, default: '3' },
        // Of each phase that is measured by time, and of the load before it.
        seconds: { ...text, default: '3' },
        warm: { ...text, default: '2' },
        // How long every pending code may take to be polled for the first time.
        first: { ...text, default: '25' },
        codes: { ...text, default: '200000' },
        // How long a login waits whose statements are counted.
        minutes: { ...text, default: '1' },
      },
    });
    return values;
  } catch (error) {
    throw new Refusal(error.message);
  }
}
