import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { example, sameFilesOf, stackWith } from "./data.js";
import type { DevStack, Job } from "./dev-stack.js";
import { end, startBeside } from "./second-part.js";

describe("one worker or three", () => {
  let stack: DevStack;
  const others: ChildProcess[] = [];

  before(async () => {
    stack = await stackWith();
  });
  after(async () => {
    for (const worker of others) await end(worker, "SIGKILL");
    await stack.stop();
  });

  test("give the same bytes, also when one of the three is killed in between", async () => {
    const submit = () => stack.submit("run_analysis", example);
    const alone = sameFilesOf(await stack.untilFinal(await submit()));
    await stack.sql("truncate stage_cache");
    for (const name of ["second", "third"]) others.push(await startBeside(stack, { part: "worker", name }));
    const id = await submit();
    const isOfSecond = ({ worker }: Job["attempts"][number]) => worker.startsWith("second");
    await stack.untilJob(id, "the second worker to take part", ({ attempts, ready }) => ready || attempts.some(isOfSecond));
    await end(others[0] ?? assert.fail(), "SIGKILL");
    const job = await stack.untilFinal(id);
    assert.deepEqual(sameFilesOf(job), alone);
    assert.ok(new Set(job.attempts.map(({ worker }) => worker)).size > 1, "several workers took part");
  });
});
