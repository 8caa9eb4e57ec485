import { expect, test } from 'vitest';
import { deleteOwnAccount } from '@/lib/accounts/delete';
import { prisma } from '@/lib/db/prisma';
import { actingAs } from '@/lib/login/browser-session';
import { inviteToOrganization } from '@/lib/organizations/invite';
import { reportOwnSession } from '@/lib/sessions/report';
import { changeSettings } from '@/lib/settings/change';
import { readSettings } from '@/lib/settings/read';
import { withDatabase } from '@/lib/testing/database';
import {
  contextAt,
  contextOf,
  createClient,
  createSignedInPerson,
  createTokens,
  platformAdmin,
  start,
} from '@/lib/testing/factories';
import { withMailbox } from '@/lib/testing/mailbox';

withDatabase();
const mailsTo = withMailbox();

test('mails about invitations, reported devices and deleted accounts say the name that was given to this server', async () => {
  const admin = contextOf(platformAdmin);
  await changeSettings(admin, { section: 'branding', value: { name: 'Acme' }, version: 0 });
  await readSettings();
  const [person, boss] = [await createSignedInPerson(), await createSignedInPerson()];
  await prisma().user.update({ where: { id: boss.userId }, data: { role: 'admin' } });
  await createTokens(await createClient(), person);
  const { id } = await prisma().session.findFirstOrThrow({ where: { userId: person.userId } });
  const ctx = actingAs(contextAt(start), person);

  const invited = { email: 'invited@example.com', role: 'member' } as const;
  expect(await inviteToOrganization(admin, 'default', invited)).toBe('invited');
  expect(await reportOwnSession(ctx, person.userId, id)).toBe(true);
  expect(await deleteOwnAccount(ctx, person.userId, person.email)).toBe('deleted');
  for (const { email } of [invited, boss, person]) {
    const [mail] = await mailsTo(email);
    expect(mail!.subject + mail!.text).toContain('Acme (localhost:3000)');
  }
});
