import { BlockList, isIPv4, isIPv6, SocketAddress } from 'node:net';

/** One textual form per address: `::ffff:10.0.0.1` is `10.0.0.1`, zones and ports go, IPv6 is compressed. Null when it is none. */
export function normalizeAddress(text: string): string | null {
  let address = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address);
  if (bracketed) address = bracketed[1]!;
  else if (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(address)) address = address.slice(0, address.indexOf(':'));
  address = address.replace(/%.*$/, '');
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  const canonical = new SocketAddress({ address, family: 'ipv6' }).address.toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(canonical);
  return mapped ? mapped[1]! : canonical;
}

/** The /24 of an IPv4 address, the /64 of an IPv6 one: what one subscriber holds. */
export function networkOf(address: string): string {
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
  return `${expand(address).slice(0, 4).join(':')}::/64`;
}

/** The same, but the /48 of an IPv6 address: a subscriber may well hold that, and so has 65,536 of the others. */
export const siteOf = (address: string): string =>
  isIPv4(address) ? networkOf(address) : `${expand(address).slice(0, 3).join(':')}::/48`;

const expand = (address: string): string[] => {
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const middle = address.includes('::') ? Array<string>(8 - left.length - right.length).fill('0') : [];
  return [...left, ...middle, ...right];
};

/** A list of addresses and CIDR ranges, as TRUSTED_PROXIES holds them. Throws for one that is none. */
export function addressList(ranges: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  // Asked for every request, most often about the same few proxies; to look it up takes longer than all the rest of it.
  const known = new Map<string, boolean>();
  return (address) => {
    const remembered = known.get(address);
    if (remembered !== undefined) return remembered;
    if (known.size >= 1_000) known.clear();
    const isListed = list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
    known.set(address, isListed);
    return isListed;
  };
}

export function isAddressList(ranges: string[]): boolean {
  try {
    addressList(ranges);
    return true;
  } catch {
    return false;
  }
}

/**
 * Who is asking: the socket's address, or, where that is a trusted proxy, the right-most untrusted hop of
 * `X-Forwarded-For`. What stands left of that hop is what the client made up.
 */
export function clientAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  let address = normalizeAddress(socketAddress) ?? socketAddress;
  if (forwardedFor === undefined) return address;
  for (const hop of forwardedFor.split(',').reverse()) {
    if (!isTrusted(address)) return address;
    const next = normalizeAddress(hop);
    if (next === null) return address;
    address = next;
  }
  return address;
}
