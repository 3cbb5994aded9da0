import { readFileSync } from "node:fs";

/** As Temporal's client and worker take it. */
export interface TemporalTls {
  serverNameOverride?: string;
  serverRootCACertificate?: Buffer;
  clientCertPair?: { crt: Buffer; key: Buffer };
}

/**
 * TLS from `TEMPORAL_TLS_*`; undefined where none of them is set.
 *
 * @returns a line in `issues` for each that is wrong
 */
export function readTemporalTls(given: Record<string, string | undefined>): { tls: TemporalTls | undefined; issues: string[] } {
  const issues: string[] = [];
  const read = (name: string): Buffer | undefined => {
    const file = given[name];
    try {
      return file === undefined ? undefined : readFileSync(file);
    } catch (error) {
      issues.push(`${name}: cannot read ${file}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const [ca, crt, key] = [read("TEMPORAL_TLS_CA"), read("TEMPORAL_TLS_CERT"), read("TEMPORAL_TLS_KEY")];
  for (const [one, other] of [
    ["TEMPORAL_TLS_CERT", "TEMPORAL_TLS_KEY"],
    ["TEMPORAL_TLS_KEY", "TEMPORAL_TLS_CERT"],
  ] as const) {
    if (given[one] !== undefined && given[other] === undefined) issues.push(`${other}: needed beside ${one}`);
  }
  const name = given.TEMPORAL_TLS_SERVER_NAME;
  const tls: TemporalTls = {
    ...(name ? { serverNameOverride: name } : {}),
    ...(ca ? { serverRootCACertificate: ca } : {}),
    ...(crt && key ? { clientCertPair: { crt, key } } : {}),
  };
  return { tls: Object.keys(tls).length > 0 ? tls : undefined, issues };
}
