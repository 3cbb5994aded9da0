import { API, type Fault, WORKER } from "./fault.js";
import { freeze, keepAway, partOf, strike, workingProcess } from "./signals.js";

/** Its tools must end with it. */
export const killWorker: Fault = {
  name: "kill-worker",
  inject: ({ stack }) => strike(stack, workingProcess, "SIGKILL"),
};

/** Its process must fall with it. */
export const killSupervisor: Fault = {
  name: "kill-supervisor",
  inject: ({ stack }) => strike(stack, partOf(WORKER), "SIGKILL"),
};

export const killWorkerGroup: Fault = {
  name: "kill-worker-group",
  inject: ({ stack }) => strike(stack, partOf(WORKER), "SIGKILL", true),
};

/** As a job that takes the memory of each worker that it comes to. */
export const killWorkerAgain: Fault = {
  name: "kill-worker-again",
  inject: ({ stack, random }) => keepAway(stack, workingProcess, random.between(3000, 8000)),
};

/** Longer than the heartbeat timeout: it comes back as a zombie whose stages were given to others. */
export const freezeWorker: Fault = {
  name: "freeze-worker",
  // Its tools go on.
  inject: ({ stack, random }) => freeze(stack, workingProcess, random.between(9000, 13_000), false),
};

/** As an update of the service does. */
export const drainWorker: Fault = {
  name: "drain-worker",
  inject: ({ stack }) => strike(stack, partOf(WORKER), "SIGTERM"),
};

export const freezeApi: Fault = {
  name: "freeze-api",
  inject: ({ stack, random }) => freeze(stack, partOf(API), random.between(2000, 7000)),
};
