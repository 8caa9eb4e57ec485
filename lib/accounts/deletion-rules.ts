/** What stands in the way of deleting an account: somebody else must be able to go on. */
export type DeletionStanding = {
  /** Administrators of this server beside them who can act. */
  otherAdmins: number;
  isAdmin: boolean;
  /** Organizations with other members, of which nobody else who can act is owner. */
  ownsAlone: readonly string[];
};

export type DeletionDecision = 'allowed' | 'last_admin' | 'last_owner';

export function decideDeletion({ isAdmin, otherAdmins, ownsAlone }: DeletionStanding): DeletionDecision {
  if (isAdmin && otherAdmins === 0) return 'last_admin';
  return ownsAlone.length > 0 ? 'last_owner' : 'allowed';
}
