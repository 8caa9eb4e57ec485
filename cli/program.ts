import { Command, Option } from 'commander';
import { type Context, createContext, type GlobalOptions, version } from './context.js';
import { health } from './health.js';
import { login } from './login.js';
import { logout } from './logout.js';
import { whoami } from './whoami.js';

/** Runs a command in its context; the result is the exit code. */
type Run = (work: (context: Context) => Promise<number>, options: GlobalOptions) => Promise<void>;

/** The command line: what there is to type, and nothing of what it does. */
export function createProgram(signal: AbortSignal, exit: (code: number) => void): Command {
  const run: Run = async (work, options) => exit(await work(createContext(options, signal)));

  const program = new Command('doorcode')
    .description('Sign in to a Doorcode server from the command line.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Run with --help for what is possible.')
    .addOption(
      new Option('--server <url>', 'the server').env('DOORCODE_SERVER_URL').default('http://localhost:3000'),
    )
    .addOption(new Option('--client-id <id>', 'the client to sign in as').default('doorcode-cli'))
    .option('--allow-http', 'allow http to other machines (anybody between can read)');

  program
    .command('login')
    .description('sign in: shows a code to enter in a browser')
    .option('--scope <scopes>', 'what to ask for, separated by spaces', 'openid profile email')
    .option('--organization <name>', 'which of your organizations to offer first, by slug or id')
    .option('--no-browser', 'do not offer to open a browser')
    .option('--force', 'sign in again even when signed in')
    .option('--json', 'print what happens as JSON, one object a line')
    .action((_, command: Command) => run((c) => login(c, command.opts()), command.optsWithGlobals()));

  program
    .command('whoami')
    .description('print who is signed in')
    .option('--json', 'print JSON')
    .action((_, command: Command) => run((c) => whoami(c, command.opts()), command.optsWithGlobals()));

  program
    .command('logout')
    .description('sign out, at the server and here')
    .option('--force', 'sign out here even when the server can not be reached')
    .option('--local', 'sign out here only; the server is not told')
    .action((_, command: Command) => run((c) => logout(c, command.opts()), command.optsWithGlobals()));

  program
    .command('health')
    .description('ask the server whether it is ready')
    .option('--json', 'print JSON')
    .action((_, command: Command) => run((c) => health(c, command.opts()), command.optsWithGlobals()));

  return program.addHelpText(
    'after',
    `
Examples:
  doorcode login --server https://login.example.com
  doorcode whoami --json
  doorcode logout

Logins are kept in $XDG_CONFIG_HOME/doorcode/sessions.json (default ~/.config), readable by you only.`,
  );
}
