import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { FAULTS } from "../history/faults/faults.js";
import { runHistory } from "../history/run.js";
import { summaryOf } from "../history/summary.js";

/** `npm run check:history -- --seed N` repeats the draws. */
const seed = randomInt(2 ** 31);

test(`three minutes of kills, freezes and restarts, seed ${seed}: no job lost, none done twice, no process left`, async (context) => {
  const outcome = await runHistory({ minutes: 3, seed, faults: FAULTS, say: (line) => context.diagnostic(line) });
  const summary = summaryOf(outcome, seed);
  context.diagnostic(summary);
  assert.equal(outcome.violations.length, 0, summary);
});
