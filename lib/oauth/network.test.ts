import { expect, test } from 'vitest';
import { addressList, clientAddress, networkOf, normalizeAddress } from '@/lib/oauth/network';

test.each([
  ['203.0.113.9', '203.0.113.9'],
  [' 203.0.113.9 ', '203.0.113.9'],
  ['203.0.113.9:1234', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:CB00:7109', '203.0.113.9'],
  ['[2001:DB8::1]:443', '2001:db8::1'],
  ['2001:0db8:0000::0001', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['unknown', null],
  ['203.0.113.999', null],
  ['0x7f.1', null],
  ['', null],
])('the address %j is %j', (text, address) => {
  expect(normalizeAddress(text)).toBe(address);
});

test.each([
  ['203.0.113.9', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const trusted = addressList(['127.0.0.1', '10.0.0.0/8', '2001:db8:f::/48']);
test.each([
  ['without a trusted proxy the header is a claim', '198.51.100.1', '203.0.113.9', '198.51.100.1'],
  ['behind one, the hop before it counts', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
  [
    'what stands left of the right-most untrusted hop is made up',
    '127.0.0.1',
    '1.2.3.4, 203.0.113.9, 10.0.0.2',
    '203.0.113.9',
  ],
  ['proxies only: the outermost', '127.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['a hop that is no address ends the chain', '127.0.0.1', '203.0.113.9, nonsense', '127.0.0.1'],
  ['no header: the socket', '127.0.0.1', undefined, '127.0.0.1'],
  ['a mapped proxy is the proxy', '::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['IPv6 proxies are known by range', '2001:db8:f::1', '2001:db8:a::9', '2001:db8:a::9'],
])('%s', (_promise, socket, header, address) => {
  expect(clientAddress(socket, header, trusted)).toBe(address);
});
