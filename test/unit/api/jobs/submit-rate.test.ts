import assert from "node:assert/strict";
import { test } from "node:test";
import { SubmitRate } from "../../../../api/jobs/submit-rate.js";
import type { Problem } from "../../../../api/problems.js";

const refusal = (rate: SubmitRate, owner: string): Problem | undefined => {
  try {
    rate.take(owner);
    return undefined;
  } catch (error) {
    return error as Problem;
  }
};

test("a user may send 20 seconds' worth of submits at once, then as many as the rate allows; others are not held up", () => {
  let nowMs = 0;
  const rate = new SubmitRate(2, () => nowMs);
  const accepted = Array.from({ length: 200 }, () => refusal(rate, "ann")).filter((refused) => !refused).length;
  assert.equal(accepted, 40);
  const refused = refusal(rate, "ann")!;
  assert.deepEqual([refused.type, refused.status, refused.headers["Retry-After"]], ["too-many-submits", 429, "1"]);
  assert.equal(refusal(rate, "bob"), undefined);
  nowMs += 1000;
  assert.deepEqual([refusal(rate, "ann"), refusal(rate, "ann"), refusal(rate, "ann")?.type], [undefined, undefined, "too-many-submits"]);
  nowMs += 3_600_000;
  assert.equal(Array.from({ length: 200 }, () => refusal(rate, "ann")).filter((one) => !one).length, 40);
});

test("a rate below one a second says how long to wait", () => {
  const rate = new SubmitRate(0.1, () => 0);
  for (let burst = 0; burst < 2; burst++) rate.take("ann");
  assert.equal(refusal(rate, "ann")?.headers["Retry-After"], "10");
});
