import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stage } from "../../../workflows/stage.js";
import { stepsOfSamples } from "../../../workflows/steps-of-samples.js";

/** Which steps so many samples get, and how they were asked for. */
function stepsOf(samples: number) {
  const asked: number[] = [];
  const [stage, shared] = [() => undefined, () => undefined] as unknown as [Stage, Stage];
  const each = stepsOfSamples({ stage, sharing: (most) => (asked.push(most), shared) }, samples);
  const found = Array.from({ length: samples }, () => each().stage);
  return { asked, isOwn: found.every((one) => one === stage), isShared: found.every((one) => one === shared) };
}

test("up to a hundred samples have an activity for each stage; of more, several share one", () => {
  assert.deepEqual(stepsOf(100), { asked: [], isOwn: true, isShared: false });
  assert.deepEqual(stepsOf(101), { asked: [2], isOwn: false, isShared: true });
  assert.deepEqual(stepsOf(1000), { asked: [10], isOwn: false, isShared: true });
});
