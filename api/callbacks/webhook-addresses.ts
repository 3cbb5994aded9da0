import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";
import type { WebhookHosts } from "../../config/webhooks.js";
import { isPublicAddress } from "./public-addresses.js";

type LookUp = (hostname: string) => Promise<LookupAddress[]>;

/** Names that every machine has for itself. */
const OWN_NAMES = /^(.+\.)?localhost(\.localdomain|\.?$)|^localdomain$/;

const ADVICE = "the operator can allow it with AVALANCHE_WEBHOOK_HOSTS";

/**
 * Where webhooks may go: https to public addresses, and what the operator lists. What a URL says is checked at
 * submit; the address that is connected to is checked when it is known, so that no name leads elsewhere later.
 */
export class WebhookAddresses {
  readonly #named: WebhookHosts["named"];
  readonly #networks = new BlockList();
  readonly #lookUp: LookUp;

  /** @param lookUp the addresses of a name, as the system knows them */
  constructor({ named, networks }: WebhookHosts, lookUp: LookUp = (hostname) => lookup(hostname, { all: true })) {
    this.#named = named;
    for (const { address, prefix, family } of networks) this.#networks.addSubnet(address, prefix, family);
    this.#lookUp = lookUp;
  }

  /** Why a URL is not called, as far as the URL alone says; null where nothing speaks against it. */
  refusal(text: string): string | null {
    if (!/^https?:\/\/[^\s\\/?#\p{Cc}][^\s\\\p{Cc}]*$/iu.test(text) || !URL.canParse(text)) return "is no URL that begins with https://";
    const url = new URL(text);
    if (url.username !== "" || url.password !== "") return "holds a user name or a password; leave them out";
    return this.#refusedPort(url) ?? this.#refusedHost(url);
  }

  /** For a request to this URL: gives only addresses that may be connected to. */
  lookupFor(url: URL): LookupFunction {
    return (hostname, { all }, answer) => {
      this.#allowedAddresses(url, hostname).then(
        (found) => (all ? answer(null, found) : answer(null, found[0]!.address, found[0]!.family)),
        (error: NodeJS.ErrnoException) => answer(error, []),
      );
    };
  }

  async #allowedAddresses(url: URL, hostname: string): Promise<LookupAddress[]> {
    const found = await this.#lookUp(hostname);
    const allowed = this.#isNamed(url) ? found : found.filter(({ address }) => this.#isAllowed(address));
    if (allowed.length > 0) return allowed;
    // Without the address: names of the operator's own network are not looked up for others.
    throw new Error(`${hostname} leads to an address that is not public; ${ADVICE}`);
  }

  #refusedPort(url: URL): string | null {
    const port = portOf(url);
    if (port >= 1024 || port === 80 || port === 443 || this.#named.some((one) => one.host === url.hostname && one.port === port))
      return null;
    return `has port ${port}; below 1024 only 80 and 443 are called; ${ADVICE}`;
  }

  #refusedHost(url: URL): string | null {
    if (this.#isNamed(url)) return null;
    const host = url.hostname.replace(/^\[|\]$/g, "");
    const isAddress = isIP(host) !== 0;
    if (isAddress && this.#networks.check(host, isIP(host) === 4 ? "ipv4" : "ipv6")) return null;
    if (OWN_NAMES.test(host) || (isAddress && !isPublicAddress(host))) return `leads to ${host}, which is no public address; ${ADVICE}`;
    return url.protocol === "https:" ? null : `is plain http; use https, or ${ADVICE.replace("it", "this host")}`;
  }

  #isAllowed(address: string): boolean {
    return isPublicAddress(address) || this.#networks.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  }

  #isNamed(url: URL): boolean {
    return this.#named.some(({ host, port }) => host === url.hostname && (port === null || port === portOf(url)));
  }
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}
