/**
 * One plain address and nothing else, lower case: no display name, quotes, comments, lists or look-alikes of `@`, each
 * of which some mail program reads differently than we would. Null for anything else.
 */
export function parseAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  return address.length <= 254 && plainAddress.test(address) ? address : null;
}

const atom = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const plainAddress = new RegExp(`^(?=.{1,64}@)${atom}(?:\\.${atom})*@${label}(?:\\.${label})+$`);

/** A domain of addresses, in lower case; a name of other letters in its ASCII form (RFC 5890). */
export const isEmailDomain = (text: string): boolean => text.length <= 253 && emailDomainPattern.test(text);

export const emailDomainPattern = new RegExp(`^(?=.*[a-z])${label}(?:\\.${label})+$`);

/** Of an address that {@link parseAddress} gave. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
