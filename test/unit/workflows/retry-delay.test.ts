import assert from "node:assert/strict";
import { test } from "node:test";
import { nextDelayMs } from "../../../workflows/retry-delay.js";

const rule = { maxRetries: 10, delaySeconds: 60, capSeconds: 600 };

test("waits double from try to try, up to the cap", () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((tryNumber) => nextDelayMs(rule, tryNumber, 0) / 1000),
    [60, 120, 240, 480, 600, 600],
  );
});

test("chance adds at most a tenth", () => {
  assert.equal(nextDelayMs(rule, 1, 1), 66_000);
});
