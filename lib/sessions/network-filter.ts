import { isIPv4 } from 'node:net';
import { networkOf, normalizeAddress } from '@/lib/oauth/network';

/** So many networks of one subscriber each are looked through at most. */
const mostBits = 8;

/**
 * The networks, as sessions keep them (/24 and /64), that an address or CIDR range stands for; null when it is neither, or
 * is too wide. An address, or a range within one network, stands for that network.
 */
export function networksOf(typed: string): string[] | null {
  const [address = '', prefix, ...more] = typed.trim().split('/');
  const base = normalizeAddress(address);
  if (!base || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return null;
  const { whole, bits } = isIPv4(base) ? { whole: 32, bits: 24 } : { whole: 128, bits: 64 };
  const length = prefix === undefined ? whole : Number(prefix);
  if (length > whole || length < bits - mostBits) return null;
  const free = Math.max(0, bits - length);
  const own = networkOf(base);
  return free === 0 ? [own] : Array.from({ length: 2 ** free }, (_, index) => withLast(own, free, index));
}

/** The network whose last `free` bits before the prefix are `index`. */
function withLast(network: string, free: number, index: number): string {
  const isV4 = network.endsWith('/24');
  const parts = network.split(isV4 ? /\.0\/24$/ : /::\/64$/)[0]!.split(isV4 ? '.' : ':');
  const radix = isV4 ? 10 : 16;
  const last = Number.parseInt(parts.pop()!, radix);
  const changed = (last - (last % 2 ** free) + index).toString(radix);
  return isV4 ? `${[...parts, changed].join('.')}.0/24` : `${[...parts, changed].join(':')}::/64`;
}
