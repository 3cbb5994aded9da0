import { setDefaults } from "../config/child-environment.js";
import { loadConfig } from "../config/config.js";
import { readEndpoints } from "./endpoints.js";

/** Beside a running `avalanche dev`, a part that is started alone uses its servers, unless the environment names others. */
export function useServersOfDev(): void {
  const endpoints = readEndpoints(loadConfig().home);
  setDefaults({ DATABASE_URL: endpoints?.database, TEMPORAL_ADDRESS: endpoints?.temporal });
}
