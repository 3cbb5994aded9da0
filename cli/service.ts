import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "./exit-status.js";

/** Where the API is, and what to show it. */
export interface Service {
  /** Without a slash at the end: `http://127.0.0.1:8080`. */
  url: string;
  token: string | undefined;
  /** What named the address, for messages. */
  from: "AVALANCHE_API_URL" | "endpoints.json" | "default";
}

/**
 * `AVALANCHE_API_URL`, else the address that a running `avalanche dev` wrote to `AVALANCHE_HOME/endpoints.json`,
 * else port 8080 of this machine.
 *
 * @throws {CommandError} where endpoints.json is there but not readable
 */
export function findService(config: { home: string; apiUrl: string | undefined; token: string | undefined }): Service {
  if (config.apiUrl) return { url: withoutSlash(config.apiUrl), token: config.token, from: "AVALANCHE_API_URL" };
  const written = readEndpoints(join(config.home, "endpoints.json"));
  if (written) return { url: withoutSlash(written), token: config.token, from: "endpoints.json" };
  return { url: "http://127.0.0.1:8080", token: config.token, from: "default" };
}

function readEndpoints(file: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new CommandError(`${file} cannot be read: ${(error as Error).message}`);
  }
  const api = apiOf(text);
  if (api === undefined)
    throw new CommandError(`${file} names no address of the API; start \`avalanche dev\` again, or set AVALANCHE_API_URL`);
  return api;
}

function apiOf(text: string): string | undefined {
  try {
    const { api } = JSON.parse(text) as { api?: unknown };
    return typeof api === "string" && URL.canParse(api) ? api : undefined;
  } catch {
    return undefined;
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}
