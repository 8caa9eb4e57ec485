import { hostname } from 'node:os';
import { type Client, parseServerUrl, SessionFile, safeText } from '../sdk/index.js';
import packageJson from './package.json';
import { detectTerminal, say, type Terminal } from './terminal.js';

/** The options that every command has. */
export interface GlobalOptions {
  readonly server: string;
  readonly clientId: string;
  readonly allowHttp?: boolean;
}

/** What a command works with. */
export interface Context {
  readonly serverUrl: string;
  readonly allowHttp: boolean;
  readonly client: Client;
  readonly sessions: SessionFile;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export const version = packageJson.version;

export function createContext(options: GlobalOptions, signal: AbortSignal): Context {
  const { server, clientId, allowHttp = false } = options;
  return {
    serverUrl: parseServerUrl(server, allowHttp),
    allowHttp,
    client: { clientId, name: 'doorcode-cli', version, deviceName: safeText(hostname(), 100) },
    sessions: new SessionFile({ notice: say }),
    terminal: detectTerminal(),
    signal,
  };
}
