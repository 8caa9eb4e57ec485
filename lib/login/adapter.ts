import type { Adapter, AdapterUser } from '@auth/core/adapters';
import { PrismaAdapter } from '@auth/prisma-adapter';
import { linkAccount } from '@/lib/accounts/link';
import { createPerson } from '@/lib/accounts/store';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { prisma } from '@/lib/db/prisma';
import { cleanClaim } from '@/lib/device/claimed';
import { hashBrowserToken } from '@/lib/login/browser-session';
import { joinOrganization } from '@/lib/organizations/join';

/** What is known of the sign-in that Auth.js is running: filled in before it asks the adapter for anything. */
export type SignIn = {
  amr: string[];
  /** When the person signed in at the provider, where it tells that. */
  authenticatedAt: Date | null;
  /** Does who signs the person in speak for their address? */
  isAuthority: boolean;
  /** The organization of the address, once it is proved. */
  organizationId: string | null;
};

export const noSignIn = (): SignIn => ({
  amr: [],
  authenticatedAt: null,
  isAuthority: false,
  organizationId: null,
});

/**
 * Auth.js's Prisma adapter over our names (its "session" is our browser session, its "verification token" our sign-in
 * link), with three differences: session tokens are kept as SHA-256, a session knows how and from where the person
 * signed in (`signIn`), and nothing of a provider is kept but who it is.
 */
export function authAdapter(ctx: RequestContext, signIn: SignIn): Adapter {
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
      const { email, name = null, image = null } = user;
      const emailVerified = user.emailVerified ?? (signIn.isAuthority ? ctx.now : null);
      const created = await db.$transaction(async (tx) => {
        const person = await createPerson(tx, { email, emailVerified, name, image }, ctx.now);
        await recordAudit(tx, ctx, {
          action: 'person.created',
          userId: person.id,
          organizationId: signIn.organizationId,
          target: { type: 'user', id: person.id },
        });
        return person;
      });
      return created as AdapterUser;
    },
    linkAccount: async ({ provider, providerAccountId, type, userId }) =>
      linkAccount(ctx, { provider, providerAccountId, type, userId }, signIn),
    createSession: async (session) => {
      const { userId, expires } = session;
      const sessionToken = hashBrowserToken(session.sessionToken);
      const { amr, authenticatedAt, organizationId } = signIn;
      const from = { ip: ctx.ip, userAgent: cleanClaim(ctx.userAgent, 300) };
      await db.$transaction(async (tx) => {
        if (organizationId) await joinOrganization(tx, ctx, { organizationId, userId });
        await tx.browserSession.create({
          data: { userId, expires, sessionToken, amr, authenticatedAt, ...from },
        });
      });
      return session;
    },
    getSessionAndUser: (token) => base.getSessionAndUser!(hashBrowserToken(token)),
    updateSession: (session) =>
      base.updateSession!({ ...session, sessionToken: hashBrowserToken(session.sessionToken) }),
    deleteSession: (token) => base.deleteSession!(hashBrowserToken(token)),
  };
}
