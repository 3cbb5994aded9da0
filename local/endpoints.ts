import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the parts of a local run are: `AVALANCHE_HOME/endpoints.json`, while it runs. */
export interface Endpoints {
  /** URL of the HTTP API. */
  api: string;
  /** `host:port` */
  temporal: string;
  /** URL; absent where the server is not ours. */
  temporalUi?: string;
  /** URL of the codec endpoint, for the Web UI and the `temporal` command line. */
  codec: string;
  /** URL, with its password. */
  database: string;
}

export function writeEndpoints(home: string, endpoints: Endpoints): void {
  const file = fileOf(home);
  writeFileSync(`${file}.new`, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** What the last run wrote, if it was not stopped: after a kill -9 nothing may be there any more. */
export function readEndpoints(home: string): Endpoints | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(home), "utf8")) as Endpoints;
  } catch {
    return undefined;
  }
}

export function removeEndpoints(home: string): void {
  rmSync(fileOf(home), { force: true });
}

function fileOf(home: string): string {
  return join(home, "endpoints.json");
}
