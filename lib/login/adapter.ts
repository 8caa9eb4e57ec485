import type { Adapter, AdapterUser } from '@auth/core/adapters';
import { PrismaAdapter } from '@auth/prisma-adapter';
import { createPerson } from '@/lib/accounts/store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { hashBrowserToken } from '@/lib/login/browser-session';

/**
 * Auth.js's Prisma adapter over our names (its "session" is our browser session, its "verification token" our sign-in
 * link), with three differences: session tokens are kept as SHA-256, a session knows how the person signed in
 * (`signIn`, filled in while Auth.js runs), and nothing of a provider is kept but who it is.
 */
export function authAdapter(ctx: RequestContext, signIn: { amr: string[] }): Adapter {
  const db = prisma();
  const base = PrismaAdapter({
    user: db.user,
    account: db.account,
    session: db.browserSession,
    verificationToken: db.signInLink,
  } as unknown as Parameters<typeof PrismaAdapter>[0]);
  return {
    ...base,
    createUser: async (user) => {
      const { email, emailVerified, name = null, image = null } = user;
      const created = await db.$transaction(async (tx) => {
        const person = await createPerson(tx, { email, emailVerified, name, image }, ctx.now);
        await recordAudit(tx, ctx, {
          action: 'person.created',
          userId: person.id,
          target: { type: 'user', id: person.id },
        });
        return person;
      });
      return created as AdapterUser;
    },
    linkAccount: async ({ provider, providerAccountId, type, userId }) => {
      await db.account.create({ data: { provider, providerAccountId, type, userId } });
    },
    createSession: async (session) => {
      const sessionToken = hashBrowserToken(session.sessionToken);
      const from = { ip: ctx.ip, userAgent: ctx.userAgent?.slice(0, 300) ?? null };
      await db.browserSession.create({ data: { ...session, sessionToken, amr: signIn.amr, ...from } });
      return session;
    },
    getSessionAndUser: (token) => base.getSessionAndUser!(hashBrowserToken(token)),
    updateSession: (session) =>
      base.updateSession!({ ...session, sessionToken: hashBrowserToken(session.sessionToken) }),
    deleteSession: (token) => base.deleteSession!(hashBrowserToken(token)),
  };
}
