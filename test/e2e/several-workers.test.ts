import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { example, stackWith, TELLS_OF_JOB } from "./data.js";
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

  const filesOf = (job: Job): Record<string, string> => {
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const { artifacts } = job.result as { artifacts: { name: string; sha256: string }[] };
    return Object.fromEntries(artifacts.filter(({ name }) => !TELLS_OF_JOB.has(name)).map(({ name, sha256 }) => [name, sha256]));
  };

  test("give the same bytes, also when one of the three is killed in between", async () => {
    const submit = () => stack.submit("run_analysis", example);
    const alone = filesOf(await stack.untilFinal(await submit()));
    await stack.sql("truncate stage_cache");
    for (const name of ["second", "third"]) others.push(await startBeside(stack, { part: "worker", name }));
    const id = await submit();
    const isOfSecond = ({ worker }: Job["attempts"][number]) => worker.startsWith("second");
    await stack.untilJob(id, "the second worker to take part", ({ attempts, ready }) => ready || attempts.some(isOfSecond));
    await end(others[0] ?? assert.fail(), "SIGKILL");
    const job = await stack.untilFinal(id);
    assert.deepEqual(filesOf(job), alone);
    assert.ok(new Set(job.attempts.map(({ worker }) => worker)).size > 1, "several workers took part");
  });
});
