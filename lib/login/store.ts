import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { runStatement } from '@/lib/db/pool';
import { type Db, prisma } from '@/lib/db/prisma';

export type BrowserSessionRow = {
  browserSessionId: string;
  /** When they proved who they are: where a provider told that (`auth_time`), then, which may be long before this session. */
  authenticatedAt: Date;
  /** When this session was made. */
  signedInAt: Date;
  /** How they signed in: RFC 8176. */
  amr: string[];
  /** When a second factor of ours was last given in this browser. */
  secondFactorAt: Date | null;
  hasAuthenticator: boolean;
  passkeys: number;
  /** Those that are left. */
  recoveryCodes: number;
  /** Whether an organization of theirs offers a second factor, and the first that requires one: its name, and from when. */
  secondFactorOffered: boolean;
  secondFactorRequired: { by: string | null; from: Date } | null;
  userId: string;
  name: string | null;
  email: string;
  image: string | null;
  role: 'user' | 'admin';
  /** The organizations of which they are owner or admin. */
  administers: { id: string; role: 'owner' | 'admin' }[];
};

export type NewBrowserSession = {
  /** SHA-256, hex. */
  sessionToken: string;
  userId: string;
  amr: string[];
  secondFactorAt: Date | null;
  ip: string | null;
  userAgent: string | null;
  createdAt: Date;
  expires: Date;
};

/** The live browser session of a cookie, with its person; a disabled person has none. */
export async function findBrowserSession(tokenHash: string, now: Date): Promise<BrowserSessionRow | null> {
  type Row = Omit<BrowserSessionRow, 'secondFactorRequired'> & {
    requiredBy: string | null;
    requiredFrom: Date | null;
  };
  const [row] = await runStatement<Row>(
    'find_browser_session',
    `SELECT b.id AS "browserSessionId", COALESCE(b.authenticated_at, b.created_at) AS "authenticatedAt",
            b.created_at AS "signedInAt", b.amr, b.second_factor_at AS "secondFactorAt",
            u.id AS "userId", u.name, u.email, u.image, u.role,
            EXISTS (SELECT FROM authenticators a WHERE a.user_id = u.id) AS "hasAuthenticator",
            (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id) AS passkeys,
            (SELECT count(*)::int FROM recovery_codes r WHERE r.user_id = u.id AND r.used_at IS NULL) AS "recoveryCodes",
            COALESCE((SELECT json_agg(json_build_object('id', m.organization_id, 'role', m.role) ORDER BY m.created_at)
                        FROM memberships m JOIN organizations o ON o.id = m.organization_id
                       WHERE m.user_id = u.id AND m.role <> 'member' AND o.disabled_at IS NULL), '[]') AS administers,
            COALESCE((SELECT bool_or(o.second_factor <> 'off')
                        FROM memberships m JOIN organizations o ON o.id = m.organization_id
                       WHERE m.user_id = u.id AND o.disabled_at IS NULL), true) AS "secondFactorOffered",
            required.by AS "requiredBy", required.from AS "requiredFrom"
       FROM browser_sessions b JOIN users u ON u.id = b.user_id
       LEFT JOIN LATERAL (
         SELECT CASE WHEN o.slug <> 'default' OR o.name <> 'Default' THEN o.name END AS by, GREATEST(m.created_at, o.second_factor_required_since)
                                + make_interval(hours => 24 * o.second_factor_grace_days) AS from
           FROM memberships m JOIN organizations o ON o.id = m.organization_id
          WHERE m.user_id = u.id AND o.second_factor = 'required' AND o.disabled_at IS NULL
          ORDER BY 2 LIMIT 1) required ON true
      WHERE b.session_token_hash = $1 AND b.expires > $2 AND u.disabled_at IS NULL`,
    [tokenHash, now],
  );
  if (!row) return null;
  const { requiredBy, requiredFrom, ...session } = row;
  return { ...session, secondFactorRequired: requiredFrom && { by: requiredBy, from: requiredFrom } };
}

/** Until this transaction ends nobody takes everything of this person's away (mfa/reset-store.ts), or has before it goes on. */
export async function holdPerson(db: Db, userId: string): Promise<void> {
  await db.$executeRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR KEY SHARE`;
}

/** A session of ours, for who has signed in without Auth.js. */
export async function insertBrowserSession(db: Db, session: NewBrowserSession): Promise<void> {
  await db.browserSession.create({ data: session });
}

/** A second factor was given: the session is stronger, under another token. Null: the session is gone. */
export async function strengthenSession(
  db: Db,
  id: string,
  { tokenHash, amr, at }: { tokenHash: string; amr: readonly string[]; at: Date },
): Promise<Date | null> {
  const before = await db.browserSession.findUnique({ where: { id }, select: { amr: true } });
  const [row] = await db.browserSession.updateManyAndReturn({
    where: { id },
    data: {
      sessionToken: tokenHash,
      secondFactorAt: at,
      amr: [...new Set([...(before?.amr ?? []), ...amr])],
    },
    select: { expires: true },
  });
  return row?.expires ?? null;
}

export const deleteBrowserSession = (ctx: RequestContext, session: BrowserSessionRow): Promise<void> =>
  prisma().$transaction(async (db) => {
    const { count } = await db.browserSession.deleteMany({ where: { id: session.browserSessionId } });
    if (count > 0) await recordAudit(db, ctx, { action: 'person.signed_out', userId: session.userId });
  });

/** Put another token in the place of the session's own. Null: the session is gone. */
export async function replaceBrowserToken(id: string, tokenHash: string): Promise<Date | null> {
  const [row] = await prisma().browserSession.updateManyAndReturn({
    where: { id },
    data: { sessionToken: tokenHash },
    select: { expires: true },
  });
  return row?.expires ?? null;
}
