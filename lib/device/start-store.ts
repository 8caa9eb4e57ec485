import type { RequestContext } from '@/lib/context';
import { batched } from '@/lib/db/batch';

/** Live grants that one network may have at a time, but for those that ask at the same moment; more than any office. */
const maxPendingPerNetwork = 2_000;

export type NewDeviceGrant = {
  id: string;
  deviceCodeHash: Buffer;
  userCodeHmac: Buffer;
  clientId: string;
  /** The client must still be of this version; null: of whichever. */
  clientVersion: number | null;
  scopes: string[];
  resources: string[];
  dpopJkt: string | null;
  acrValues: string[];
  maxAgeSeconds: number | null;
  organizationHint: string | null;
  organizationRequired: boolean;
  claimedName: string | null;
  claimedVersion: string | null;
  claimedUserAgent: string | null;
  intervalSeconds: number;
  expiresAt: Date;
};

const insertAll = batched<{ n: number; crowded: boolean; current: boolean; inserted: boolean }>()(
  'insert_device_grant',
  {
    device_code_hash: 'bytea',
    id: 'uuid',
    user_code_hmac: 'bytea',
    client_id: 'text',
    client_version: 'int',
    scopes: 'text[]',
    resources: 'text[]',
    dpop_jkt: 'text',
    acr_values: 'text[]',
    max_age_seconds: 'int',
    organization_hint: 'text',
    organization_required: 'boolean',
    claimed_name: 'text',
    claimed_version: 'text',
    claimed_user_agent: 'text',
    interval_seconds: 'int',
    ip: 'text',
    network: 'text',
    now: 'timestamptz',
    expires_at: 'timestamptz',
  },
  (asked) => `WITH ${asked}, wanted AS (
       SELECT a.*,
              (SELECT count(*) FROM (SELECT FROM device_grants g WHERE g.network = a.network AND g.expires_at > a.now
                                      LIMIT ${maxPendingPerNetwork}) live) >= ${maxPendingPerNetwork} AS crowded,
              EXISTS (SELECT FROM clients c WHERE c.id = a.client_id AND (a.client_version IS NULL OR c.version = a.client_version)) AS current
         FROM asked a
     ), inserted AS (
       INSERT INTO device_grants (id, device_code_hash, user_code_hmac, client_id, scopes, claimed_name, claimed_version,
                                  claimed_user_agent, interval_seconds, ip, network, created_at, expires_at,
                                  resources, dpop_jkt, acr_values, max_age_seconds, organization_hint, organization_required)
       SELECT id, device_code_hash, user_code_hmac, client_id, scopes, claimed_name, claimed_version,
              claimed_user_agent, interval_seconds, ip, network, now, expires_at,
              resources, dpop_jkt, acr_values, max_age_seconds, organization_hint, organization_required
         FROM wanted WHERE current AND NOT crowded
       ON CONFLICT (user_code_hmac) DO NOTHING
       RETURNING id
     )
     SELECT n, crowded, current, i.id IS NOT NULL AS inserted FROM wanted LEFT JOIN inserted i USING (id)`,
);

/**
 * Insert a pending grant, unless its user code is another live grant's, its network has too many, or its client is not as it
 * was when this was decided.
 */
export async function insertDeviceGrant(
  ctx: RequestContext,
  grant: NewDeviceGrant,
): Promise<'inserted' | 'user_code_taken' | 'too_many_pending' | 'client_changed'> {
  const { crowded, current, inserted } = (await insertAll({
    device_code_hash: grant.deviceCodeHash,
    id: grant.id,
    user_code_hmac: grant.userCodeHmac,
    client_id: grant.clientId,
    client_version: grant.clientVersion,
    scopes: grant.scopes,
    resources: grant.resources,
    dpop_jkt: grant.dpopJkt,
    acr_values: grant.acrValues,
    max_age_seconds: grant.maxAgeSeconds,
    organization_hint: grant.organizationHint,
    organization_required: grant.organizationRequired,
    claimed_name: grant.claimedName,
    claimed_version: grant.claimedVersion,
    claimed_user_agent: grant.claimedUserAgent,
    interval_seconds: grant.intervalSeconds,
    ip: ctx.ip,
    network: ctx.network,
    now: ctx.now,
    expires_at: grant.expiresAt,
  }))!;
  if (inserted) return 'inserted';
  if (!current) return 'client_changed';
  return crowded ? 'too_many_pending' : 'user_code_taken';
}
