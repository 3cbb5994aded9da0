import type { Fault } from "./fault.js";
import { FAKE_TIME } from "../../e2e/second-part.js";
import { apiClock, twinApi, twinWorker, workerClock } from "./second-part-faults.js";
import {
  freezePostgres,
  freezeTemporal,
  keepPostgresAway,
  keepTemporalAway,
  killEverything,
  killPostgres,
  killTemporal,
} from "./server-faults.js";
import { killApi, repeatSubmit } from "./submit-faults.js";
import { cancelDeafTool, killTool } from "./tool-faults.js";
import { drainWorker, freezeApi, freezeWorker, killSupervisor, killWorker, killWorkerAgain, killWorkerGroup } from "./worker-faults.js";

/** Every fault that this machine allows. */
export const FAULTS: readonly Fault[] = [
  killWorker,
  killSupervisor,
  killWorkerGroup,
  killWorkerAgain,
  freezeWorker,
  drainWorker,
  twinWorker,
  killApi,
  freezeApi,
  twinApi,
  repeatSubmit,
  killTemporal,
  keepTemporalAway,
  freezeTemporal,
  killPostgres,
  keepPostgresAway,
  freezePostgres,
  killEverything,
  killTool,
  cancelDeafTool,
  ...(FAKE_TIME === undefined ? [] : [workerClock, apiClock]),
];

/** @throws where there is no fault of a name */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  if (names.length === 0) return FAULTS;
  return names.map((name) => {
    const found = FAULTS.find((fault) => fault.name === name);
    if (!found) throw new Error(`there is no fault ${name} here; there are ${FAULTS.map((fault) => fault.name).join(", ")}`);
    return found;
  });
}
