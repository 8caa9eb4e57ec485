import { safeUrl } from '../sdk/index.js';
import type { Environment, Terminal } from './terminal.js';

/** Whether a browser that is opened here would appear in front of the person who waits. */
export function hasBrowser(terminal: Terminal, environment: Environment, platform = process.platform) {
  if (!terminal.isInteractive) return false;
  const { SSH_CONNECTION, SSH_CLIENT, SSH_TTY, DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = environment;
  if (SSH_CONNECTION || SSH_CLIENT || SSH_TTY) return false;
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME);
}

/** Opens a link; false when that is not possible. The link is one argument of a program, never of a shell. */
export async function openBrowser(link: string): Promise<boolean> {
  const url = safeUrl(link);
  if (!url) return false;
  try {
    const { default: open } = await import('open');
    await open(url.href);
    return true;
  } catch {
    return false;
  }
}
