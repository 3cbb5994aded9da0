import { isIP } from "node:net";
import { z } from "zod";

/** Where webhooks may go besides public addresses. */
export interface WebhookHosts {
  /** Named in the URL itself; any port where none is said. IPv6 in brackets, as in URLs. */
  named: { host: string; port: number | null }[];
  /** Whatever the name, these addresses may be connected to. */
  networks: { address: string; prefix: number; family: "ipv4" | "ipv6" }[];
}

/** `hooks.internal, 127.0.0.1:9000, [fd00::1]:8443, 10.1.0.0/16` */
export const webhookHosts = z
  .string()
  .default("")
  .transform((text, context): WebhookHosts => {
    const hosts: WebhookHosts = { named: [], networks: [] };
    for (const entry of text.split(",").map((part) => part.trim())) {
      if (entry === "") continue;
      const [network, named] = [readNetwork(entry), readNamed(entry)];
      if (network) hosts.networks.push(network);
      else if (named) hosts.named.push(named);
      else context.addIssue(`${JSON.stringify(entry)} is none of host, host:port, [IPv6], [IPv6]:port, address/prefix`);
    }
    return hosts;
  });

/** As the Standard Webhooks specification has it: 24 to 64 random bytes. */
export const webhookSecret = z.string().refine((text) => {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const { length } = Buffer.from(base64 ?? "", "base64");
  return length >= 24 && length <= 64;
}, "whsec_ and the base64 of 24 to 64 random bytes, such as whsec_$(openssl rand -base64 32)");

function readNetwork(entry: string): WebhookHosts["networks"][number] | undefined {
  const [address = "", bits = "", more] = entry.split("/");
  const version = isIP(address);
  const prefix = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (more !== undefined || version === 0 || !(prefix <= (version === 4 ? 32 : 128))) return undefined;
  return { address, prefix, family: version === 4 ? "ipv4" : "ipv6" };
}

function readNamed(entry: string): WebhookHosts["named"][number] | undefined {
  const bare = isIP(entry) === 6 ? `[${entry}]` : entry;
  const [, host = "", port] = /^(\[[0-9a-f:.]+\]|[^\s:/?#@*[\]]+)(?::(\d{1,5}))?$/i.exec(bare) ?? [];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined;
  // As a URL has it afterwards: small letters, addresses in one form.
  const url = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined;
  return url?.hostname ? { host: url.hostname, port: port === undefined ? null : Number(port) } : undefined;
}
