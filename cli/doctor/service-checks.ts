import type { Health } from "../api/types.js";
import type { Check } from "../render/checks.js";

const QUEUES = ["default", "analysis", "training", "downloads", "maintenance"] as const;

/** What the service says of itself, its servers and its workers. */
export function checkService(health: Health): Check[] {
  return [
    { name: "API", ok: true, found: `version ${health.version}` },
    checkServer("Database", health.database, "is PostgreSQL running, and is DATABASE_URL right?"),
    checkServer(
      "Temporal",
      health.temporal,
      "is its server running, and is TEMPORAL_ADDRESS right? Jobs are accepted meanwhile, and start when it is back",
    ),
    ...QUEUES.map((queue) => checkQueue(health, queue)),
  ];
}

export function checkServer(name: string, { ok, detail }: Health["database"], advice: string): Check {
  // What else may be wrong says itself what to do.
  return ok || !detail.includes("does not answer") ? { name, ok, found: detail } : { name, ok, found: detail, advice };
}

/** Whether any worker polls a queue. */
export function checkQueue(health: Health, queue: string): Check {
  const workers = workersOn(health, queue);
  const name = `Queue ${queue}`;
  if (workers.length > 0)
    return { name, ok: true, found: `${workers.length === 1 ? "1 worker" : `${workers.length} workers`} (${workers.join(", ")})` };
  return { name, ok: false, found: "no worker polls it", advice: `start one: avalanche worker --queues ${queue}` };
}

export function workersOn(health: Health, queue: string): string[] {
  return health.workers.filter((worker) => (worker.queues as string[]).includes(queue)).map((worker) => worker.identity);
}
