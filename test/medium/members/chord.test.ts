import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { broken, type Entry, Family, type Job, noop, statesOf } from "./family.js";

const callbackOf = (job: Job) => (job.result as { callback: (Entry & { result: Record<string, unknown> | null }) | null }).callback;

describe("a chord", { concurrency: 4 }, () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
    family.worker("chord@test", "--concurrency", "16");
  });
  after(() => family?.stop());

  test("runs its callback once, after all others, with all their results in order", async () => {
    const job = await family.run("chord", {
      header: [noop({ seconds: 4, text: "first" }), noop({ text: "second" })],
      callback: { ...noop(), take: { texts: "result.text" } },
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(callbackOf(job)?.result?.texts, ["first", "second"]);
    const callback = await family.job(`${job.id}.callback`);
    assert.equal(callback.attempts.length, 1);
    const header = await Promise.all([0, 1].map((index) => family.job(`${job.id}.${index}`)));
    for (const member of header) assert.ok(Date.parse(callback.started_at ?? "") >= Date.parse(member.attempts[0]?.ended_at ?? "") - 2500);
    assert.deepEqual(job.members, { total: 2, success: 2, failure: 0, revoked: 0 });
  });

  test("whose callback says nothing of what it takes gives it the ids", async () => {
    const job = await family.run("chord", { header: [noop(), noop()], callback: noop() });
    assert.deepEqual(callbackOf(job)?.result?.texts, [`${job.id}.0`, `${job.id}.1`]);
  });

  test("that combines downloads (here: noops that give a path) runs the combined task with their paths", async () => {
    const paths = ["examples/a.fastq.gz", "examples/b.fastq.gz", "examples/c.fastq.gz"];
    const job = await family.run("chord", {
      header: paths.map((text) => noop({ text })),
      callback: { ...noop({ text: "combined" }), take: { texts: "result.text" } },
    });
    assert.deepEqual([callbackOf(job)?.result?.text, callbackOf(job)?.result?.texts], ["combined", paths]);
  });

  test("with a failing member goes on with the results of the others, or with `stop` leaves the callback out", async () => {
    const params = { header: [noop({ text: "a" }), broken, noop({ text: "c" })], callback: { ...noop(), take: { texts: "result.text" } } };
    const job = await family.run("chord", params);
    assert.equal(job.state, "SUCCESS");
    assert.equal(job.partial, true);
    assert.deepEqual(callbackOf(job)?.result?.texts, ["a", "c"]);
    const stopped = await family.run("chord", { ...params, on_member_failure: "stop" });
    assert.equal(stopped.state, "FAILURE");
    assert.equal(stopped.error?.type, "MembersFailed");
    assert.equal(callbackOf(stopped), null);
  });

  test("without any good member never calls back", async () => {
    const job = await family.run("chord", { header: [broken, broken], callback: noop() });
    assert.equal(job.state, "FAILURE");
    assert.equal(callbackOf(job), null);
  });

  test("whose callback fails is FAILURE with the callback's error, and keeps the results of the members", async () => {
    const job = await family.run("chord", { header: [noop({ text: "kept" })], callback: broken });
    assert.equal(job.state, "FAILURE");
    assert.equal(job.error?.type, "ToolFailed");
    assert.deepEqual(statesOf(job), ["SUCCESS"]);
    assert.equal(callbackOf(job)?.state, "FAILURE");
  });

  test("of 10,000 characters of text and more for each member hands all of it over", async () => {
    const text = "ACGT".repeat(500);
    const job = await family.run("chord", {
      header: Array.from({ length: 60 }, () => noop({ text })),
      callback: { ...noop(), take: { texts: "result.text" } },
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.equal((callbackOf(job)!.result!.texts as string[]).length, 60);
  });
});
