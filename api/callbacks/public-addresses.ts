import { BlockList, isIP } from "node:net";

/** Of the IANA special-purpose registry: what is not for everyone on the internet. */
const SPECIAL_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/** The one range of IPv6 that is given out; loopback, local, multicast and mapped IPv4 addresses lie outside. */
const GLOBAL_IPV6 = ["2000::/3"];

/** Within it: protocols and tunnels (some lead to IPv4 addresses), documentation. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const specialIpv4 = blockList(SPECIAL_IPV4, "ipv4");
const globalIpv6 = blockList(GLOBAL_IPV6, "ipv6");
const specialIpv6 = blockList(SPECIAL_IPV6, "ipv6");

/** Whether an address belongs to the public internet; false for what is no address. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !specialIpv4.check(address, "ipv4");
  return isIP(address) === 6 && globalIpv6.check(address, "ipv6") && !specialIpv6.check(address, "ipv6");
}

function blockList(networks: string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [address = "", prefix] of networks.map((network) => network.split("/"))) list.addSubnet(address, Number(prefix), family);
  return list;
}
