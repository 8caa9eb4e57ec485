import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where a program keeps its settings: `$XDG_CONFIG_HOME/NAME`, else `~/.config/NAME`.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/ (a relative path there is to be ignored)
 */
export function configDirectory(
  name: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const base = environment.XDG_CONFIG_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), '.config'), name);
}
