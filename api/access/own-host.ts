import { isIP } from "node:net";

/**
 * Whether a request names this machine, where the API listens on loopback only: a page of another site whose name
 * was made to point here (DNS rebinding) names its own. Bound to a real address, the API may have any name.
 */
export function isOwnHost(header: string | undefined, boundHost: string): boolean {
  if (!isLoopback(boundHost)) return true;
  const name = /^(\[[0-9a-f:.]+\]|[^:]+)(:\d+)?$/i.exec(header ?? "")?.[1];
  return name !== undefined && (isLoopback(name.replace(/^\[|\]$/g, "")) || name.toLowerCase() === boundHost.toLowerCase());
}

function isLoopback(host: string): boolean {
  if (host.toLowerCase() === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}
