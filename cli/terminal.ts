/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the place that people read (stderr) can do. Data goes to stdout, which is never decorated. */
export interface Terminal {
  /** Cursor movement: a spinner, a QR code. */
  readonly isRich: boolean;
  /** Bold and colour (https://no-color.org). */
  readonly hasColor: boolean;
  /** Somebody may press a key. */
  readonly isInteractive: boolean;
  readonly columns: number;
}

/** Reads the terminal of this process, once. */
export function detectTerminal(environment: Environment = process.env): Terminal {
  // A pseudo-terminal that nobody sized has no columns, and whatever divides by them would never end.
  if (process.stderr.isTTY && !process.stderr.columns) process.stderr.columns = 80;
  const isRich = process.stderr.isTTY === true && environment.TERM !== 'dumb';
  return {
    isRich,
    hasColor: isRich && !environment.NO_COLOR,
    isInteractive: isRich && process.stdin.isTTY === true && !environment.CI,
    columns: process.stderr.columns || 80,
  };
}

/** One line for people. */
export function say(line = ''): void {
  process.stderr.write(`${line}\n`);
}

/** One line of data. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value));
}

export function bold(text: string, { hasColor }: Terminal): string {
  return hasColor ? `\x1b[1m${text}\x1b[22m` : text;
}
