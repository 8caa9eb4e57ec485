import type { Mail } from '@/lib/mail/messages';
import { notMe, type Occasion } from '@/lib/mail/security-messages';

/** What administrators do to an account, told to its person; and what people report, told to administrators. */

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
const when = (at: Date): string => `${times.format(at)} UTC`;
const from = (ip: string | null): string => ip ?? 'an unknown network address';

type Reported = {
  email: string;
  clientName: string;
  deviceName: string | null;
  organizationName: string | null;
  ip: string | null;
  approvedFromIp: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  lastUsedIp: string | null;
};

export const deviceReportedMail = (
  to: string,
  device: Reported,
  about: { host: string; at: Date; from: string | null; page: string },
): Mail => ({
  to,
  subject: `A device was reported: ${about.host}`,
  text: `${device.email} says of a device that was signed in as them at ${about.host}: this was not me.

The device and everything that came from its code are signed out already. This is known of it:

Program: ${device.clientName}
Says it is: ${device.deviceName ?? 'nothing'} (claimed by the device, not checked)
Organization: ${device.organizationName ?? 'none'}
Signed in: ${when(device.createdAt)}; it had asked from ${from(device.ip)}, and was allowed from ${from(device.approvedFromIp)}
Last used: ${when(device.lastUsedAt)}, from ${from(device.lastUsedIp)}
Reported: ${when(about.at)}, from ${from(about.from)}

Somebody may have had a code entered that was not meant for that person, or may be in their account. Talk to them, and look at what else came from there:

${about.page}
`,
});

export const roleChangedMail = (to: string, role: 'user' | 'admin', occasion: Occasion): Mail => {
  const what =
    role === 'admin'
      ? 'An administrator made you an administrator'
      : 'An administrator took your administrator’s rights away';
  const meaning =
    role === 'admin'
      ? 'You can see and change everything there now. You are signed out of every browser: sign in again to go on.'
      : 'You can use your own account as before. You are signed out of every browser, and of programs that are for administrators alone: sign in again to go on.';
  return {
    to,
    subject: `${what}: ${occasion.host}`,
    text: `${what}. This is about your account ${to} at ${occasion.host}.

${meaning}

When: ${when(occasion.at)}

If you do not know why, ask an administrator.
`,
  };
};

export const signedOutByAdminMail = (to: string, occasion: Occasion): Mail => ({
  to,
  subject: `An administrator signed you out everywhere: ${occasion.host}`,
  text: `An administrator signed you out everywhere. This is about your account ${to} at ${occasion.host}.

Every browser and every device that was signed in as you has to sign in again, and your API keys are revoked. Your second factors stay as they are.

When: ${when(occasion.at)}

If you did not expect it, ask an administrator. Whenever you think that somebody else is signed in as you, you can do the same yourself:

${notMe(occasion)}`,
});
