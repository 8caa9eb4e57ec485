import type { SessionState } from '@/lib/sessions/rules';

/** WorkOS's user and session, of what is known of them here. */

type User = {
  id: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  image: string | null;
  lastSignInAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export const writeWorkOsUser = (user: User) => ({
  ...{ object: 'user', id: user.id, email: user.email, email_verified: user.emailVerified },
  ...splitName(user.name),
  profile_picture_url: user.image,
  // Nothing like these is kept of a person here.
  ...{ external_id: null, metadata: {}, locale: null },
  last_sign_in_at: instantOrNull(user.lastSignInAt),
  ...{ created_at: user.createdAt.toISOString(), updated_at: user.updatedAt.toISOString() },
});

/** Where a name is to be divided is for its bearer to say: the first word is one part, all else the other, and both are the whole. */
function splitName(name: string | null): { first_name: string | null; last_name: string | null } {
  const [first = '', ...others] = (name ?? '').trim().split(/\s+/u);
  return { first_name: first || null, last_name: others.join(' ') || null };
}

type Session = {
  id: string;
  userId: string;
  organizationId: string | null;
  ip: string | null;
  userAgent: string | null;
  amr: string[];
  state: SessionState;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
};

/** `blocked`, which may come back and counts for nothing until then, is not among theirs: it is told as one that is over and has no end. */
const statuses = { live: 'active', blocked: 'revoked', expired: 'expired', ended: 'revoked' } as const;

export const writeWorkOsSession = (session: Session) => ({
  ...{ object: 'session', id: session.id, user_id: session.userId },
  ...(session.organizationId ? { organization_id: session.organizationId } : {}),
  ...{ ip_address: session.ip, user_agent: session.userAgent, auth_method: methodOf(session.amr).session },
  ...{ status: statuses[session.state], expires_at: session.expiresAt.toISOString() },
  ended_at: instantOrNull(session.revokedAt ?? (session.state === 'expired' ? session.expiresAt : null)),
  created_at: session.createdAt.toISOString(),
  updated_at: latest(session.lastUsedAt, session.revokedAt).toISOString(),
});

/** WorkOS's names of how a person signed in: of a sign-in, and of the session that came of it. */
type Method = { authentication: string | null; session: string };

/** By what stands in `amr` (lib/login/acr.ts): the first factor, and a passkey where it was the only one. */
const methods: readonly (readonly [mark: string, Method])[] = [
  ['email', { authentication: 'MagicAuth', session: 'magic_code' }],
  ['github', { authentication: 'GitHubOAuth', session: 'oauth' }],
  ['google', { authentication: 'GoogleOAuth', session: 'oauth' }],
  ['microsoft', { authentication: 'MicrosoftOAuth', session: 'oauth' }],
  // The issuer of the server or of an organization.
  ['fed', { authentication: 'SSO', session: 'sso' }],
  ['hwk', { authentication: 'Passkey', session: 'passkey' }],
  ['swk', { authentication: 'Passkey', session: 'passkey' }],
];

export const methodOf = (amr: readonly string[]): Method =>
  methods.find(([mark]) => amr.includes(mark))?.[1] ?? { authentication: null, session: 'unknown' };

const instantOrNull = (at: Date | null): string | null => at?.toISOString() ?? null;
const latest = (a: Date, b: Date | null): Date => (b && b > a ? b : a);
