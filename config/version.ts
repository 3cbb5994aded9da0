import { readFileSync } from "node:fs";

/** Of Avalanche, from its package; found from the sources and from what is built of them. */
export const VERSION = readVersion(["../package.json", "../../package.json"]);

function readVersion(places: string[]): string {
  for (const place of places) {
    try {
      return (JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8")) as { version: string }).version;
    } catch {
      // The other place.
    }
  }
  return "unknown";
}
