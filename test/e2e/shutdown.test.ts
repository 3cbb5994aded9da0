import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DevStack } from "./dev-stack.js";

describe("stopping the service in the middle of a job", () => {
  let stack: DevStack;

  before(async () => {
    stack = await DevStack.start();
  });
  after(() => stack.stop());

  test("the job is RETRY until the next start, which goes on from the checkpoint, and no retry is used up", async () => {
    const id = await stack.submit("noop", { seconds: 40 }, { max_retries: 0 });
    await stack.untilJob(id, "two fifths of it", (job) => (job.progress?.percent ?? 0) >= 40);
    await stack.down();
    await stack.up();
    const job = await stack.untilFinal(id);
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const states = (await stack.events(id)).map(({ state }) => state).filter((state) => state !== null);
    assert.deepEqual(states, ["PENDING", "STARTED", "PROGRESS", "RETRY", "PROGRESS", "SUCCESS"]);
    const [, second] = job.attempts;
    const secondMs = Date.parse(second?.ended_at ?? "") - Date.parse(second?.started_at ?? "");
    assert.ok(secondMs < 39_000, `the second attempt took ${secondMs} ms`);
    assert.deepEqual(
      job.attempts.map(({ state }) => state),
      ["lost", "ran"],
    );
  });
});
