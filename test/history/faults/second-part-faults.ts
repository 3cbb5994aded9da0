import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { API, type Fault, type Scene, WORKER } from "./fault.js";
import { type Beside, end, FAKE_TIME, startBeside } from "../../e2e/second-part.js";
import { signal } from "./signals.js";

/** Two workers of one name; the second goes as workers go, or by -9. */
export const twinWorker: Fault = {
  name: "twin-worker",
  inject: async ({ stack, random }) => {
    const twin = await startBeside(stack, { part: "worker", name: "dev@%h" });
    await sleep(random.between(4000, 9000));
    const by = random.chance(0.5) ? "SIGTERM" : "SIGKILL";
    await end(twin, by);
    return `the second one ended by ${by}`;
  },
};

/** Two APIs, each with a reconciler: when the first falls, the second keeps records and servers in step. */
export const twinApi: Fault = {
  name: "twin-api",
  inject: async ({ stack, random }) => {
    const twin = await startBeside(stack, { part: "API" });
    await sleep(random.between(2000, 4000));
    const pid = stack.livePid(API);
    const killed = pid !== undefined && signal(pid, "SIGKILL");
    await sleep(random.between(2000, 4000));
    await end(twin, "SIGKILL");
    return killed ? "the first one was killed, then the second" : null;
  },
};

/** The clock of a worker jumps by an hour, and back by two. */
export const workerClock: Fault = {
  name: "worker-clock",
  inject: (scene) => withJumps(scene, { part: "worker", name: "jumping@%h" }, WORKER),
};

/** The same to the API, whose reconciler is the only one meanwhile. */
export const apiClock: Fault = {
  name: "api-clock",
  inject: (scene) => withJumps(scene, { part: "API" }, API),
};

async function withJumps({ stack, random }: Scene, beside: Beside, part: RegExp): Promise<string> {
  const clock = join(stack.home, "clock");
  await writeFile(clock, "+0\n");
  const jumping = await startBeside(stack, beside, {
    LD_PRELOAD: FAKE_TIME ?? "",
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_CACHE_DURATION: "1",
    // Whoever measures a time asks the clock that does not jump.
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  });
  const pid = stack.livePid(part);
  // Most of what comes goes to the one that jumps.
  if (pid !== undefined) signal(pid, "SIGKILL");
  const jumps = random.shuffle(["+1h", "-1h"]);
  for (const jump of jumps) {
    await writeFile(clock, `${jump}\n`);
    await sleep(random.between(2500, 4000));
  }
  await end(jumping, random.chance(0.5) ? "SIGTERM" : "SIGKILL");
  return jumps.join(", ");
}
