import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CALLBACK_RULES, waitMs } from "../../../../api/callbacks/callback-rules.js";

const seconds = (attempts: number, askedMs?: number) => waitMs(CALLBACK_RULES, attempts, askedMs) / 1000;
const isAbout = (actual: number, expected: number) =>
  assert.ok(actual >= expected && actual <= expected * 1.2, `${actual} for ${expected}`);

describe("the wait for the next attempt of a callback", () => {
  test("is 5 s, doubles from attempt to attempt, and ends at an hour", () => {
    for (const [attempts, expected] of [
      [1, 5],
      [2, 10],
      [5, 80],
      [10, 2560],
      [11, 3600],
      [40, 3600],
      [2000, 3600],
    ] as const)
      isAbout(seconds(attempts), expected);
  });

  test("is as long as the receiver asks for, up to an hour", () => {
    isAbout(seconds(1, 60_000), 60);
    isAbout(seconds(1, 1e12), 3600);
    isAbout(seconds(5, 1000), 80);
  });
});
