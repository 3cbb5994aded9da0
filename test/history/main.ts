import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { FAULTS, faultsNamed } from "./faults/faults.js";
import { FAKE_TIME } from "../e2e/second-part.js";
import { runHistory } from "./run.js";
import { summaryOf } from "./summary.js";

/** `npm run check:history -- --minutes 10 --seed 42 --faults kill-worker,kill-postgres` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "3" }, seed: { type: "string" }, faults: { type: "string", default: "" } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes <= 600)) throw new Error(`--minutes ${values.minutes}: give a number of minutes`);
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  if (!Number.isInteger(seed)) throw new Error(`--seed ${values.seed}: give a whole number`);
  const faults = faultsNamed(values.faults.split(",").filter(Boolean));
  if (FAKE_TIME === undefined) console.log("libfaketime is not installed: no clock will jump");
  console.log(`seed ${seed}, ${minutes} min, ${faults.length} of ${FAULTS.length} kinds of fault`);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const outcome = await runHistory({ minutes, seed, faults, say: console.log, stop: stop.signal });
  console.log(summaryOf(outcome, seed));
  process.exitCode = outcome.violations.length === 0 ? 0 : 1;
}

await main();
