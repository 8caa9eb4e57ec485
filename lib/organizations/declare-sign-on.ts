import { changesBetween } from '@/lib/audit/changes';
import { recordAudit } from '@/lib/audit/store';
import type { RequestContext } from '@/lib/context';
import { decrypt, encrypt } from '@/lib/crypto';
import type { Db } from '@/lib/db/transaction';
import {
  addEmailDomains,
  deleteEmailDomains,
  findSignOnToSettle,
  type IssuerRow,
  putIssuer,
} from '@/lib/organizations/issuer-store';

export type DeclaredIssuer = Omit<IssuerRow, 'clientSecretEncrypted'> & { clientSecret: string };
export type DeclaredSignOn = {
  organizationId: string;
  emailDomains: string[];
  issuer: DeclaredIssuer | null;
};

const fields = ['issuer', 'clientId', 'name', 'trustedAmr', 'trustedAcr'] as const;

/**
 * Make the e-mail domains and issuers of organizations as CLIENTS_FILE declares them; what it declares no more is gone.
 * A secret that is the same is not sealed again, and is in no audit row. Returns what happened.
 */
export async function declareSignOn(db: Db, ctx: RequestContext, declared: DeclaredSignOn[]) {
  const known = await findSignOnToSettle(
    db,
    declared.map(({ organizationId }) => organizationId),
  );
  const settled = known.map((before) => {
    const { emailDomains, issuer } = declared.find((one) => one.organizationId === before.id) ?? {
      emailDomains: [],
      issuer: null,
    };
    const domains = [...emailDomains].sort();
    const secretChanged = issuer !== null && issuer.clientSecret !== secretOf(before.issuer);
    const changes = {
      ...changesBetween(['emailDomains'], before, { emailDomains: domains }),
      ...changesBetween(['issuer'], { issuer: plain(before.issuer) }, { issuer: plain(issuer) }),
    };
    return { before, domains, issuer, secretChanged, changes };
  });
  const changed = settled.filter(
    ({ changes, secretChanged }) => secretChanged || Object.keys(changes).length > 0,
  );

  // Before any is given, so that a domain can go from one organization to another.
  for (const { before, domains } of changed) await deleteEmailDomains(db, before.id, domains);
  for (const { before, domains, issuer, secretChanged, changes } of changed) {
    await addEmailDomains(db, before.id, domains);
    await putIssuer(db, before.id, issuer && sealed(issuer));
    await recordAudit(db, ctx, {
      action: 'organization.changed',
      organizationId: before.id,
      target: { type: 'organization', id: before.id },
      detail: { slug: before.slug, changes, secretChanged },
    });
  }
  return changed.map(() => 'changed' as const);
}

const plain = (issuer: IssuerRow | DeclaredIssuer | null) =>
  issuer && Object.fromEntries(fields.map((field) => [field, issuer[field]]));

function sealed({ clientSecret, ...issuer }: DeclaredIssuer): IssuerRow {
  return { ...issuer, clientSecretEncrypted: encrypt('issuer-secret', clientSecret) };
}

/** Null where there is none, or where another AUTH_SECRET sealed it. */
function secretOf(issuer: IssuerRow | null): string | null {
  try {
    return issuer && decrypt('issuer-secret', issuer.clientSecretEncrypted);
  } catch {
    return null;
  }
}
