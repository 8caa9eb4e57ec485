/** An organization of the person who is asked, as far as it concerns this request. */
export type OrganizationOfPerson = {
  id: string;
  slug: string;
  name: string;
  /** Does its policy let this client sign people in for it? */
  allowsClient: boolean;
  /** When the person last signed a device in for it with this client. */
  lastChosenAt: Date | null;
};

/**
 * Which organization is preselected: what the device hinted at, if it is one of theirs; else the one chosen last with
 * this client; else the first. Null: there is none that allows the client.
 */
export function preselectOrganization<One extends OrganizationOfPerson>(
  organizations: readonly One[],
  hint: string | null,
): One | null {
  const possible = organizations.filter(({ allowsClient }) => allowsClient);
  const wanted = hint?.toLowerCase();
  const hinted = possible.find(({ id, slug }) => id === wanted || slug === wanted);
  const [last] = possible
    .filter(({ lastChosenAt }) => lastChosenAt !== null)
    .sort((a, b) => b.lastChosenAt!.getTime() - a.lastChosenAt!.getTime());
  return hinted ?? last ?? possible[0] ?? null;
}
