import { BlockList, isIP, isIPv4 } from "node:net";

/**
 * Networks that are nobody's on the internet: this machine, the hospital's own, link-local (and with it what a cloud
 * tells its machines about themselves), multicast, documentation, and what translates into any of them.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry
 */
const SPECIAL = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["224.0.0.0/4", "240.0.0.0/4"],
  ...["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"],
  ...["5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
];

/** "10.20.0.0/16" or one address; null where it is neither. */
function parseNetwork(written: string): { readonly address: string; readonly bits: number } | null {
  const [address = "", length, ...rest] = written.split("/");
  const most = isIPv4(address) ? 32 : 128;
  if (isIP(address) === 0 || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const bits = length === undefined ? most : Number(length);
  return bits > most ? null : { address, bits };
}

export const isNetwork = (written: string): boolean => parseNetwork(written) !== null;

function toList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const written of networks) {
    const network = parseNetwork(written);
    if (network !== null) list.addSubnet(network.address, network.bits, isIPv4(network.address) ? "ipv4" : "ipv6");
  }
  return list;
}

const special = toList(SPECIAL);

/** An IPv4 address in IPv6's clothes is the IPv4 address. */
const plain = (address: string): string => /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1] ?? address;

const isIn = (list: BlockList, address: string): boolean => list.check(address, isIPv4(address) ? "ipv4" : "ipv6");

/** Says of an IP address whether it may be connected to: any on the internet, and those in the listed networks. */
export function networkGuard(listed: readonly string[]): (address: string) => boolean {
  const own = toList(listed);
  return (address) => {
    const ip = plain(address);
    return isIP(ip) !== 0 && (!isIn(special, ip) || isIn(own, ip));
  };
}
