import { API, type Fault, WORKER } from "./fault.js";
import { findPart, freeze, keepAway, signal } from "./signals.js";

/** Its tools must end with it. */
export const killWorker: Fault = {
  name: "kill-worker",
  inject: async ({ stack }) => {
    const pid = await findPart(stack, WORKER);
    return `${pid !== undefined && signal(pid, "SIGKILL")}`;
  },
};

export const killWorkerGroup: Fault = {
  name: "kill-worker-group",
  inject: async ({ stack }) => {
    const pid = await findPart(stack, WORKER);
    return `${pid !== undefined && signal(-pid, "SIGKILL")}`;
  },
};

/** As a job that takes the memory of each worker that it comes to. */
export const killWorkerAgain: Fault = {
  name: "kill-worker-again",
  inject: ({ stack, random }) => keepAway(stack, WORKER, random.between(3000, 8000)),
};

/** Longer than the heartbeat timeout: it comes back as a zombie whose stages were given to others. */
export const freezeWorker: Fault = {
  name: "freeze-worker",
  // Its tools go on.
  inject: ({ stack, random }) => freeze(stack, WORKER, random.between(9000, 13_000), false),
};

/** As an update of the service does. */
export const drainWorker: Fault = {
  name: "drain-worker",
  inject: async ({ stack }) => {
    const pid = await findPart(stack, WORKER);
    return `${pid !== undefined && signal(pid, "SIGTERM")}`;
  },
};

export const freezeApi: Fault = {
  name: "freeze-api",
  inject: ({ stack, random }) => freeze(stack, API, random.between(2000, 7000)),
};
