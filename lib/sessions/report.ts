import type { RequestContext } from '@/lib/context';
import { env } from '@/lib/env';
import { deviceReportedMail } from '@/lib/mail/account-messages';
import { tellByMail } from '@/lib/mail/send';
import { isWithinLimit } from '@/lib/rate-limit/limit';
import { findReport } from '@/lib/sessions/report-store';
import { revokeSessions, withdrawApprovals } from '@/lib/sessions/store';
import { siteName } from '@/lib/settings/branding';

/**
 * A person says of a device of theirs: this was not me. All that came from that code ends, and whatever else they are said
 * to have allowed and no device has redeemed. The administrators are told, of five an hour; that a mail cannot be sent undoes nothing.
 * Returns false when the device is not theirs or has ended already.
 */
export async function reportOwnSession(
  ctx: RequestContext,
  userId: string,
  sessionId: string,
): Promise<boolean> {
  const ended = await revokeSessions(
    ctx,
    { by: 'id', value: sessionId, ofUser: userId },
    { reason: 'reported_by_person', action: 'session.reported' },
  );
  if (ended === 0) return false;
  await withdrawApprovals(ctx, userId);
  if (!(await isWithinLimit('report-told', userId))) return true;
  const report = await findReport(sessionId);
  if (!report) return true;
  const about = { host: siteName(), at: ctx.now, from: ctx.ip };
  const page = `${env().publicUrl}/admin/sessions/${sessionId}`;
  await Promise.all(
    report.admins.map((to) =>
      tellByMail(deviceReportedMail(to, report.session, { ...about, page }), ctx.now),
    ),
  );
  return true;
}
