import type { DeviceAuthorization, PollAnswer } from '../sdk/index.js';
import { formatCountdown, formatDuration } from './duration.js';
import { say, type Terminal } from './terminal.js';

/** What is seen while the client waits. */
export interface Waiting {
  onPoll(answer: PollAnswer): void;
  /** What else there is to know or to do; on a terminal only. */
  setHint(hint: string): void;
  stop(): void;
}

const WAITING = 'Waiting for you to allow it';
const IN_TROUBLE = 'The server does not answer, trying again';

/** Shows that we wait, and how long the code lives: a spinner on a terminal, one line elsewhere. */
export async function showWaiting({ expiresAt }: DeviceAuthorization, terminal: Terminal): Promise<Waiting> {
  const secondsLeft = () => (expiresAt - Date.now()) / 1000;
  if (!terminal.isRich) {
    say(`Waiting. The code is valid for ${formatDuration(secondsLeft())}.`);
    return plainWaiting();
  }
  const { default: ora } = await import('ora');
  let phase = WAITING;
  let hint = '';
  const text = () => [phase, `${formatCountdown(secondsLeft())} left`, hint].filter(Boolean).join(' · ');
  const color = terminal.hasColor ? 'cyan' : false;
  // ora would read stdin itself; Enter and Ctrl-C are ours (keys.ts).
  const spinner = ora({ text: text(), color, discardStdin: false, isEnabled: true }).start();
  const draw = () => {
    spinner.text = text();
  };
  const timer = setInterval(draw, 1000);
  return {
    onPoll(answer) {
      phase = answer.kind === 'no_answer' ? IN_TROUBLE : WAITING;
    },
    setHint(text) {
      hint = text;
      draw();
    },
    stop() {
      clearInterval(timer);
      spinner.stop();
    },
  };
}

function plainWaiting(): Waiting {
  let inTrouble = false;
  return {
    onPoll({ kind }) {
      if (kind === 'no_answer' && !inTrouble) say(`${IN_TROUBLE}.`);
      inTrouble = kind === 'no_answer';
    },
    setHint() {},
    stop() {},
  };
}
