import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** As `cacheFolder` in config/config.ts. */
export const CACHE = resolve(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "avalanche");
