/* Logins as requests make them: each step is one of the project's statements. */
import { createHash, randomBytes } from 'node:crypto';

export const sha256 = (text) => createHash('sha256').update(text).digest();

export function loginsOf({ lib, query, now, sessions }) {
  const after = (seconds) => new Date(now.getTime() + seconds * 1000);
  const context = (index, at = now) => ({
    ...{ now: at, actor: { type: 'anonymous' }, userAgent: 'acme/1.0 (linux)', requestId: lib.newId(at) },
    ...{
      ip: `198.${18 + ((index >> 8) & 31)}.${index & 255}.7`,
      network: `198.${18 + ((index >> 8) & 31)}.${index & 255}.0/24`,
    },
  });
  const tokens = (at) => ({
    ...{ accessHash: randomBytes(32), refreshHash: randomBytes(32) },
    ...{
      accessExpiresAt: new Date(at.getTime() + 3_600_000),
      refreshExpiresAt: new Date(at.getTime() + 2_592_000_000),
    },
    sessionExpiresAt: after(7_776_000),
  });
  return {
    after,
    fresh: (count) =>
      Array.from({ length: count }, (_, index) => ({
        index,
        id: lib.newId(now),
        code: randomBytes(32),
        tokens: tokens(now),
      })),
    request: ({ index, id, code }) =>
      lib.insertDeviceGrant(context(index), {
        ...{
          id,
          deviceCodeHash: code,
          userCodeHmac: randomBytes(32),
          clientId: 'half',
          clientVersion: 1,
          scopes: ['openid'],
        },
        ...{
          resources: [],
          dpopJkt: null,
          acrValues: [],
          maxAgeSeconds: null,
          organizationHint: null,
          organizationRequired: false,
        },
        ...{ claimedName: `laptop ${index}`, claimedVersion: '1.2.3', claimedUserAgent: 'acme/1.0 (linux)' },
        ...{ intervalSeconds: 5, expiresAt: after(3_600) },
      }),
    poll: ({ code }) => lib.findPolledGrant(code),
    decide: ({ index, id }) => {
      const person = 20 * (1 + (index % 49)) + 1;
      const [userId, browserSessionId] = ['0b', '0c'].map(
        (kind) => `00000000-0000-7000-8000-${kind}${String(person).padStart(10, '0')}`,
      );
      const actor = { type: 'person', userId, browserSessionId, authenticatedAt: now, amr: ['email'] };
      return lib.decideDeviceGrant(
        { ...context(index), actor },
        {
          ...{
            grantId: id,
            status: 'approved',
            userId,
            browserSessionId,
            authenticatedAt: now,
            amr: ['email'],
            acrs: [],
          },
          organizationId: null,
        },
      );
    },
    redeem: ({ index, code, tokens }) =>
      lib.claimDeviceGrant(context(index), {
        ...{
          deviceCodeHash: code,
          clientId: 'half',
          clientVersion: 1,
          sessionId: lib.newId(now),
          scopes: ['openid'],
        },
        ...{ audience: ['self'], dpopJkt: null, refreshDpopJkt: null, tokens },
      }),
    /** An hour later, as a program does that calls an API now and then. */
    refresh: ({ hash, clientId, index }) =>
      lib.rotateRefreshToken(context(index, after(1_800)), {
        ...{
          hash,
          clientId,
          clientVersion: 1,
          refreshDpopJkt: null,
          dpopJkt: null,
          scopes: ['openid'],
          audience: ['self'],
        },
        tokens: tokens(after(1_800)),
      }),
    introspect: ({ access, index }) =>
      lib.findShownToken(context(index, after(1_800)), access, {
        id: 'half',
        version: 1,
        isRemembered: true,
      }),
    sweep: (codes) =>
      lib.findDecided(
        now,
        codes.map((code) => code.toString('latin1')),
      ),

    /** Sessions that are open, spread over the table, with their tokens; where there are none, of these logins. */
    async inUse(count, logins) {
      if (sessions === 0)
        return logins.slice(0, count).map(({ index, tokens }) => ({
          ...{ index, clientId: 'half', hash: tokens.refreshHash, access: tokens.accessHash },
        }));
      const rows = await query(
        `SELECT s.id::text, s.client_id AS "clientId" FROM sessions s WHERE s.phase = 'open' AND s.id < '01900000-0000-7000-8000-ffffffffffff'
            AND s.last_used_at < $2::timestamptz - interval '2 minutes' AND s.expires_at > $2::timestamptz + interval '1 day'
            AND (s.organization_id IS NULL OR EXISTS (SELECT FROM memberships m WHERE m.organization_id = s.organization_id AND m.user_id = s.user_id))
          ORDER BY random() LIMIT $1`,
        [count, now],
      );
      return rows.map(({ id, clientId }, index) => {
        const n = Number.parseInt(id.slice(-12), 16);
        return { index, clientId, hash: sha256(`refresh ${n}`), access: sha256(`access ${n}`) };
      });
    },
  };
}
