import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";
import { beatOf, inTurn, lossesBefore, refuseTheCause } from "../../../activities/losses.js";

test("a loss counts where the attempt ran, or never came to say so", () => {
  const last = { attempt: 2, checkpoint: null, losses: 1 };
  assert.equal(lossesBefore(undefined, 1), 0);
  assert.equal(lossesBefore(undefined, 3), 2);
  assert.equal(lossesBefore({ ...last, isRunning: true }, 3), 2);
  assert.equal(lossesBefore({ ...last, isRunning: false }, 3), 1, "it waited for its turn");
  assert.equal(lossesBefore({ ...last, isRunning: true }, 5), 4, "two attempts never beat");
  refuseTheCause(4);
  assert.throws(() => refuseTheCause(5), { type: "WorkerLost" });
});

test("a beat of an older release, which was the checkpoint alone, says nothing of losses", () => {
  const beat = { attempt: 1, checkpoint: 3000, losses: 0, isRunning: true };
  assert.equal(beatOf(beat), beat);
  assert.deepEqual([undefined, null, 3000, { done: 1 }].map(beatOf), [undefined, undefined, undefined, undefined]);
});

test("of stages that lost their worker twice one runs at a time, others at once; one that is cancelled leaves the queue at once", async () => {
  const told: string[] = [];
  const turn = (name: string) => ({ wait: () => void told.push(`${name} waits`), begin: async () => void told.push(`${name} begins`) });
  let resolve: (value: string) => void = () => undefined;
  const promise = new Promise<string>((settle) => (resolve = settle));
  const never = new AbortController().signal;
  const first = inTurn(2, never, turn("a"), () => promise);
  const gone = new AbortController();
  const second = inTurn(3, gone.signal, turn("b"), async () => told.push("b runs"));
  const third = inTurn(4, never, turn("c"), async () => "c");
  assert.equal(await inTurn(1, never, turn("d"), async () => "d"), "d");
  await setImmediate();
  assert.deepEqual(told, ["a waits", "b waits", "c waits", "a begins"]);
  gone.abort(new Error("cancelled"));
  await assert.rejects(second, /cancelled/);
  resolve("a");
  assert.equal(await first, "a");
  assert.equal(await third, "c");
  await assert.rejects(
    inTurn(3, gone.signal, turn("b"), async () => told.push("b runs")),
    /cancelled/,
  );
  assert.deepEqual(told.slice(4), ["c begins"]);
});
