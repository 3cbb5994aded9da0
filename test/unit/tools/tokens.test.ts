import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING, Tokens } from "../../../tools/tokens.js";

const never = new AbortController().signal;
const share = (threads: number) => ({ threads, memoryBytes: 1 });

test("shares are given first come, first served, and a large one is not passed by", async () => {
  const tokens = new Tokens({ threads: 2, memoryBytes: 10 });
  const order: string[] = [];
  const first = await tokens.take(share(2), never);
  const large = tokens.take(share(2), never).then((giveBack) => {
    order.push("large");
    giveBack();
  });
  const small = tokens.take(share(1), never).then((giveBack) => {
    order.push("small");
    giveBack();
  });
  first();
  await Promise.all([large, small]);
  assert.deepEqual(order, ["large", "small"]);
});

test("memory is a limit as well as threads, and a share above the whole is the whole", async () => {
  const tokens = new Tokens({ threads: 4, memoryBytes: 10 });
  const giveBack = await tokens.take({ threads: 9, memoryBytes: 99 }, never);
  let started = false;
  const next = tokens.take({ threads: 1, memoryBytes: 1 }, never).then(() => {
    started = true;
  });
  await new Promise(setImmediate);
  assert.equal(started, false);
  giveBack();
  await next;
});

test("who is cancelled while waiting leaves the queue, and those behind go on", async () => {
  const tokens = new Tokens({ threads: 1, memoryBytes: 10 });
  const giveBack = await tokens.take(share(1), never);
  const controller = new AbortController();
  const cancelled = tokens.take(share(1), controller.signal);
  const behind = tokens.take(share(1), never);
  controller.abort(new Error("cancelled"));
  await assert.rejects(cancelled, /cancelled/);
  giveBack();
  await behind;
});

test("a tool that only says its version waits for nobody", async () => {
  const tokens = new Tokens({ threads: 1, memoryBytes: 1 });
  await tokens.take({ threads: 1, memoryBytes: 1 }, never);
  (await tokens.take(NOTHING, never))();
});
