import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Scene } from "./faults/fault.js";
import type { History } from "./history.js";

/** Injects one fault after the other until the run is over, each once before any comes again; one that did nothing has another turn. @returns how many did something */
export async function runNemesis(scene: Scene, faults: readonly Fault[], history: History, over: AbortSignal): Promise<number> {
  let bag: Fault[] = [];
  let injected = 0;
  for (;;) {
    await sleep(scene.random.between(1000, 4000), undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return injected;
    if (bag.length === 0) bag = scene.random.shuffle(faults);
    const fault = bag.pop() as Fault;
    const done = history.invoke("nemesis", fault.name);
    const { phase } = await fault.inject(scene).then(
      (message) => (message === null ? done("fail", { message: "it was not there" }) : done("ok", { message })),
      (error: Error) => done("info", { message: error.message }),
    );
    if (phase === "ok") injected++;
    else if (bag.length > 0) bag.unshift(fault);
  }
}
