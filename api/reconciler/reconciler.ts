import { setTimeout as sleep } from "node:timers/promises";
import { applyRates } from "../queues/apply-rates.js";
import { closeLeftAttempts } from "../../store/job-records.js";
import { AdvisoryLock } from "./advisory-lock.js";
import { pursueCancels } from "./cancelled-jobs.js";
import { OpenJobs } from "./check-execution.js";
import { ClosedWorkflows } from "./close-records.js";
import { handOverWaiting } from "./hand-over.js";
import { findLostWorkers } from "./lost-workers.js";
import { QueueAlerts } from "./queue-alerts.js";
import type { Servers } from "./servers.js";
import { tellWorkflows } from "./untold-jobs.js";

const TICK_MS = 1000;

/** How often each step is due, in ticks; the look at all open jobs begins anew after a minute. */
const CLOSED_TICKS = 2;
const CANCEL_TICKS = 2;
const RATE_TICKS = 2;
const ALERT_TICKS = 10;
const OPEN_TICKS = 60;

/**
 * Keeps records and executions in step: starts jobs that Temporal does not have, closes the records of workflows that
 * ended without a word, says when a worker was lost, and sees cancels through. One process at a time does so.
 * A server that is away is asked again at the next turn.
 *
 * @param queueAlertSeconds it warns of queues whose oldest job waits longer
 */
export function startReconciler(servers: Servers, queueAlertSeconds = Number.POSITIVE_INFINITY): { stop(): Promise<void> } {
  const stop = new AbortController();
  const running = run(servers, queueAlertSeconds, stop.signal);
  return {
    stop: async () => {
      stop.abort();
      await running;
    },
  };
}

interface Step {
  name: string;
  /** Whether it has something to do at this turn. */
  isDue(turn: number): boolean;
  take(): Promise<unknown>;
}

async function run(servers: Servers, queueAlertSeconds: number, stop: AbortSignal): Promise<void> {
  const lock = new AdvisoryLock(servers.db);
  const failing = new Set<string>();
  let steps: Step[] = [];
  for (let turn = 0; !stop.aborted; turn++) {
    const hadLock = steps.length > 0;
    const hasLock = await attempt(servers, failing, "lock", () => lock.take());
    if (!hasLock) steps = [];
    else if (!hadLock) steps = createSteps(servers, queueAlertSeconds);
    for (const step of steps) {
      if (step.isDue(turn) && !stop.aborted) await attempt(servers, failing, step.name, () => step.take());
    }
    await sleep(TICK_MS, undefined, { signal: stop }).catch(() => undefined);
  }
  lock.release();
}

/** New ones for every time that the lock was taken: another process may have stopped in the middle. */
function createSteps(servers: Servers, queueAlertSeconds: number): Step[] {
  const closed = new ClosedWorkflows();
  const open = new OpenJobs();
  const alerts = new QueueAlerts(queueAlertSeconds);
  let allSeen = false;
  return [
    { name: "hand over", isDue: () => true, take: () => handOverWaiting(servers) },
    { name: "lost workers", isDue: () => true, take: () => findLostWorkers(servers) },
    { name: "left attempts", isDue: (turn) => turn % CLOSED_TICKS === 0, take: () => closeLeftAttempts(servers.db) },
    { name: "cancelled jobs", isDue: (turn) => turn % CANCEL_TICKS === 0, take: () => pursueCancels(servers) },
    { name: "queue rates", isDue: (turn) => turn % RATE_TICKS === 0, take: () => applyRates(servers) },
    { name: "untold jobs", isDue: () => true, take: () => tellWorkflows(servers) },
    { name: "closed workflows", isDue: (turn) => turn % CLOSED_TICKS === 0, take: () => closed.look(servers) },
    { name: "queue alerts", isDue: (turn) => turn % ALERT_TICKS === 0, take: () => alerts.look(servers) },
    {
      name: "open jobs",
      isDue: (turn) => !allSeen || turn % OPEN_TICKS === 0,
      take: async () => {
        allSeen = await open.look(servers);
      },
    },
  ];
}

/** A failure is logged when it begins and when it is over. */
async function attempt<T>({ log }: Servers, failing: Set<string>, name: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    const result = await work();
    if (failing.delete(name)) log.info({ step: name }, "reconciler: works again");
    return result;
  } catch (error) {
    if (!failing.has(name)) log.warn({ step: name, err: error }, "reconciler: tries again each second");
    failing.add(name);
    return undefined;
  }
}
