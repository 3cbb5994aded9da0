import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { broken, type Entry, Family, type Job, noop, resultsOf, statesOf, textsOf } from "./family.js";

const lastOf = (job: Job) => (job.result as { finally: (Entry & { result: { text?: string } | null }) | null }).finally;

describe("a chain", { concurrency: 4 }, () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
    family.worker("chain@test", "--concurrency", "16");
  });
  after(() => family?.stop());

  test("runs one step after the other; each takes what it asks for from the one before", async () => {
    const job = await family.run("chain", {
      steps: [
        noop({ seconds: 3, text: "examples/sample.fastq.gz", payload_bytes: 12 }),
        { ...noop({ seconds: 3, text: "own" }), take: { payload_bytes: "result.payload_bytes" } },
        { ...noop(), take: { text: "result.text" } },
      ],
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(textsOf(job), ["examples/sample.fastq.gz", "own", "own"]);
    assert.equal((resultsOf(job)[1]!.result as { payload_bytes: number }).payload_bytes, 12);
    const steps = await Promise.all([0, 1, 2].map((index) => family.job(`${job.id}.${index}`)));
    // The clocks of attempts are read a moment apart from what they tell of.
    for (const [index, step] of steps.slice(1).entries())
      assert.ok(Date.parse(step.attempts[0]!.started_at) >= Date.parse(steps[index]!.attempts[0]!.ended_at ?? "") - 2500);
    assert.equal(((await family.job(`${job.id}.2`)).params as { text: string }).text, "own");
  });

  test("whose middle step fails never runs the later ones, runs its cleanup, and is FAILURE with the step's error", async () => {
    const job = await family.run("chain", {
      steps: [noop({ text: "kept" }), broken, noop()],
      finally: noop({ text: "cleaned" }),
    });
    assert.equal(job.state, "FAILURE");
    assert.equal(job.error?.type, "ToolFailed");
    assert.deepEqual(statesOf(job), ["SUCCESS", "FAILURE", "REVOKED"]);
    assert.equal(textsOf(job)[0], "kept");
    assert.equal(lastOf(job)?.result?.text, "cleaned");
    assert.equal((await family.api.send(`/api/v1/jobs/${job.id}.2`)).status, 404);
  });

  test("runs its cleanup also when it is cancelled, however long that takes, and is REVOKED then", async () => {
    const id = await family.submit("chain", { steps: [noop({ seconds: 600 }), noop()], finally: noop({ seconds: 12, text: "cleaned" }) });
    await family.untilJob(`${id}.0`, "the first step to run", ({ state }) => state === "PROGRESS");
    await family.post(`/jobs/${id}/cancel`);
    const job = await family.untilFinal(id);
    assert.equal(job.state, "REVOKED");
    assert.deepEqual(statesOf(job), ["REVOKED", "REVOKED"]);
    assert.deepEqual([lastOf(job)?.state, lastOf(job)?.result?.text], ["SUCCESS", "cleaned"]);
  });

  test("with a cleanup that fails is FAILURE, though all its steps succeeded", async () => {
    const job = await family.run("chain", { steps: [noop()], finally: broken });
    assert.deepEqual([job.state, job.error?.type, lastOf(job)?.state], ["FAILURE", "ToolFailed", "FAILURE"]);
  });

  test("whose step is given what it cannot take fails with the reason, and cleans up", async () => {
    const job = await family.run("chain", {
      steps: [
        noop({ text: "no/such/file.fastq" }),
        { task: "run_analysis", params: { reference: "none.fasta" }, take: { dataset_path: "result.text" } },
      ],
      finally: noop({ text: "cleaned" }),
    });
    assert.equal(job.state, "FAILURE");
    assert.equal(job.error?.type, "InvalidInput");
    assert.match(job.error?.message ?? "", /cannot take what it is given: params\.dataset_path: there is no such file/);
    assert.equal(lastOf(job)?.result?.text, "cleaned");
  });

  test("hands over the partial results of a group to its next step", async () => {
    const job = await family.run("chain", {
      steps: [
        { task: "group", params: { members: [noop(), broken] } },
        { ...noop(), take: { text: "state", payload_bytes: "result.members.success" } },
      ],
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual([textsOf(job)[1], (resultsOf(job)[1]!.result as { payload_bytes: number }).payload_bytes], ["SUCCESS", 1]);
  });
});
