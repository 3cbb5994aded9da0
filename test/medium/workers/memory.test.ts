import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { World } from "../world.js";

const MB = 1e6;

describe("a tool that wants more memory than it may take", { concurrency: true }, () => {
  let world: World;

  before(async () => {
    world = await World.start();
    world.worker("memory@test");
  });
  after(() => world.stop());

  const retry = (maxRetries: number) => ({ maxRetries, delaySeconds: 0.1, capSeconds: 0.1 });

  test("fails with OutOfMemory, gets twice as much at each try, and succeeds when it is enough", async () => {
    const { id } = await world.begin({ memory_bytes: 200 * MB }, { retry: retry(3) });
    const job = await world.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const told = (await world.states(id)).filter(({ state }) => state === "RETRY").map(({ message }) => message);
    assert.deepEqual(told, [
      "dd ran out of memory: it may take 64 MiB; the next try gets twice the memory, 128 MiB",
      "dd ran out of memory: it may take 128 MiB; the next try gets twice the memory, 256 MiB",
    ]);
    const done = await world.until(id, ({ attempts }) => attempts.length === 3);
    assert.deepEqual(
      done.attempts.map(({ error }) => error?.type ?? null),
      ["OutOfMemory", "OutOfMemory", null],
    );
    assert.ok((done.attempts[2]?.peak_memory_bytes ?? 0) > 190 * MB);
  });

  test("is not tried again when it had all that the machine has for tools: the failure says what to do", async () => {
    const { id } = await world.begin({ memory_bytes: 1e15 }, { retry: retry(40) });
    const { state, error, attempts } = await world.untilFinal(id);
    assert.deepEqual([state, error?.type, error?.stage], ["FAILURE", "OutOfMemory", "wait"]);
    assert.match(error?.message ?? "", /which is all that this machine has for tools; give it less data at once, or start a worker on a/);
    assert.ok(attempts.length > 2 && attempts.length < 20, `${attempts.length} tries`);
  });

  test("leaves the worker alive", async () => {
    const { id } = await world.begin({ memory_bytes: 1e9 });
    assert.equal((await world.untilFinal(id)).error?.type, "OutOfMemory");
    assert.equal((await world.untilFinal((await world.begin()).id)).state, "SUCCESS");
  });
});
