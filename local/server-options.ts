import type { Confinement } from "./confinement.js";
import type { RunState } from "./run-state.js";

/** What each server of a local run is started with. */
export interface ServerOptions {
  home: string;
  searchPath: readonly string[];
  cacheFolder: string;
  confinement: Confinement;
  env: NodeJS.ProcessEnv;
  state: RunState;
  /** For tests: nothing has to survive the machine. */
  unsafeAndFast?: boolean;
}
