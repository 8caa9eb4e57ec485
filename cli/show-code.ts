import type { DeviceAuthorization } from '../sdk/index.js';
import { bold, say, type Terminal } from './terminal.js';

/** Shows the code and where to enter it (RFC 8628 §3.3, §3.3.1). */
export async function showCode(authorization: DeviceAuthorization, terminal: Terminal): Promise<void> {
  const { userCode, verificationUri, verificationUriComplete } = authorization;
  if (!terminal.isRich) {
    say(`To sign in, open ${verificationUri} and enter the code ${userCode}`);
    if (verificationUriComplete) say(`Or open ${verificationUriComplete}`);
    return;
  }
  const qrCode = verificationUriComplete && (await drawQrCode(verificationUriComplete, terminal));
  say();
  if (qrCode) say(`${qrCode}\n`);
  say(`  Open   ${bold(verificationUri, terminal)}`);
  say(`  Code   ${bold(userCode, terminal)}`);
  say();
  if (verificationUriComplete) {
    say(`  ${qrCode ? 'Or scan the QR code, or open' : 'Or open'} ${verificationUriComplete}`);
  }
  say('  Allow only if the page shows this same code.');
  say();
}

/** The link as a QR code, or undefined when the terminal is too narrow for it. */
async function drawQrCode(link: string, { columns, hasColor }: Terminal): Promise<string | undefined> {
  const { default: qrcode } = await import('qrcode');
  const drawing = await qrcode.toString(link, { type: 'utf8', margin: 2, errorCorrectionLevel: 'L' });
  const lines = drawing.split('\n').filter((line) => line !== '');
  if (Math.max(...lines.map((line) => line.length)) + 2 > columns) return undefined;
  // Dark on light whatever the terminal's own colours: not every camera reads an inverted code.
  return lines.map((line) => (hasColor ? `  \x1b[30;107m${line}\x1b[0m` : `  ${line}`)).join('\n');
}
