import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { broken, Family, noop, statesOf, textsOf } from "./family.js";

describe("retry of a finished job", { concurrency: 4 }, () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
    family.worker("retry@test", "--concurrency", "16");
  });
  after(() => family?.stop());

  async function retry(id: string, body: object = {}): Promise<string> {
    const answer = await family.post(`/jobs/${id}/retry`, body);
    assert.equal(answer.status, 202, answer.text);
    assert.equal(answer.headers.location, `/api/v1/jobs/${answer.json.id}`);
    return answer.json.id;
  }

  const attemptsOf = async (id: string) => (await family.job(id)).attempts.length;

  test("with only_failed runs the failed members alone; the others keep their results and their files", async () => {
    const first = await family.run("group", { members: [noop({ text: "good", payload_bytes: 9 }), broken, noop({ text: "too" })] });
    assert.equal(first.partial, true);
    const id = await retry(first.id, { only_failed: true });
    const again = await family.untilFinal(id);
    assert.equal(again.retry_of, first.id);
    assert.deepEqual(statesOf(again), ["SUCCESS", "FAILURE", "SUCCESS"]);
    assert.deepEqual(again.members, { total: 3, success: 2, failure: 1, revoked: 0 });
    assert.deepEqual(textsOf(again), ["good", undefined, "too"]);
    assert.deepEqual([await attemptsOf(`${id}.0`), await attemptsOf(`${id}.1`), await attemptsOf(`${id}.2`)], [0, 1, 0]);
    assert.equal((await family.api.send(`/api/v1/jobs/${id}.0/artifacts/payload.txt`)).text, "noop\nnoop");
    assert.match((await family.events(`${id}.0`)).map(({ message }) => message).join(), new RegExp(`taken from ${first.id}.0`));
    assert.equal((await family.job(first.id)).state, "SUCCESS", "the first is as it was");
    const third = await family.untilFinal(await retry(id, { only_failed: true }));
    assert.deepEqual(textsOf(third), ["good", undefined, "too"]);
  });

  test("as a whole runs every member again", async () => {
    const first = await family.run("group", { members: [noop(), broken] });
    const id = await retry(first.id);
    await family.untilFinal(id);
    assert.deepEqual([await attemptsOf(`${id}.0`), await attemptsOf(`${id}.1`)], [1, 1]);
  });

  test("with only_failed reaches the failed members of a failed member", async () => {
    const inner = { task: "group", params: { members: [noop({ text: "kept" }), broken], on_member_failure: "stop", max_parallel: 1 } };
    const first = await family.run("group", { members: [inner, noop()] });
    assert.deepEqual(statesOf(first), ["FAILURE", "SUCCESS"]);
    const id = await retry(first.id, { only_failed: true });
    await family.untilFinal(id);
    assert.deepEqual([await attemptsOf(`${id}.0.0`), await attemptsOf(`${id}.0.1`), await attemptsOf(`${id}.1`)], [0, 1, 0]);
  });

  test("with only_failed reaches the failed members of a member that succeeded in part, and what builds on it runs again", async () => {
    const inner = { task: "group", params: { members: [noop({ text: "kept" }), broken] } };
    const first = await family.run("group", { members: [inner, noop()] });
    assert.deepEqual([first.state, first.partial, (first.result as { partial: boolean }).partial], ["SUCCESS", true, true]);
    const id = await retry(first.id, { only_failed: true });
    await family.untilFinal(id);
    assert.deepEqual([await attemptsOf(`${id}.0.0`), await attemptsOf(`${id}.0.1`), await attemptsOf(`${id}.1`)], [0, 1, 0]);
    const group = { task: "group", params: { members: [noop()] } };
    const chain = await family.run("chain", { steps: [noop(), inner, noop(), group], finally: group });
    assert.equal(chain.partial, true);
    const again = await retry(chain.id, { only_failed: true });
    await family.untilFinal(again);
    const places = ["0", "1.0", "1.1", "2", "3.0", "finally.0"].map((place) => attemptsOf(`${again}.${place}`));
    assert.deepEqual(await Promise.all(places), [0, 0, 1, 1, 1, 1]);
  });

  test("with only_failed of a chain goes on from the step that failed, and cleans up again", async () => {
    const first = await family.run("chain", {
      steps: [noop({ text: "path" }), { ...noop({ fail_times: 99 }), take: { text: "result.text" } }, noop()],
      finally: noop(),
    });
    const id = await retry(first.id, { only_failed: true });
    assert.equal((await family.untilFinal(id)).state, "FAILURE");
    assert.deepEqual([await attemptsOf(`${id}.0`), await attemptsOf(`${id}.1`), await attemptsOf(`${id}.finally`)], [0, 1, 1]);
    assert.equal(((await family.job(`${id}.1`)).params as { text: string }).text, "path");
  });

  test("with only_failed of a chord whose callback failed alone runs nothing but the callback", async () => {
    const first = await family.run("chord", { header: [noop({ text: "good" }), noop()], callback: broken });
    assert.deepEqual([first.state, first.members?.success], ["FAILURE", 2]);
    const id = await retry(first.id, { only_failed: true });
    await family.untilFinal(id);
    assert.deepEqual([await attemptsOf(`${id}.0`), await attemptsOf(`${id}.1`), await attemptsOf(`${id}.callback`)], [0, 0, 1]);
  });

  test("an Idempotency-Key that was used for the retry of one job is not taken for that of another", async () => {
    const [one, two] = [await family.run("noop", {}), await family.run("noop", {})];
    const withKey = (id: string) =>
      family.api.send(`/api/v1/jobs/${id}/retry`, { method: "POST", headers: { "Idempotency-Key": "a-retry" } });
    const [first, repeat, other] = [await withKey(one.id), await withKey(one.id), await withKey(two.id)];
    assert.deepEqual([first.status, repeat.json.id, other.status], [202, first.json.id, 409]);
  });

  test("of a member is a job of its own, with the same parameters", async () => {
    const first = await family.run("group", { members: [noop({ text: "mine" }), broken] });
    const again = await family.untilFinal(await retry(`${first.id}.0`));
    assert.deepEqual([again.state, again.parent, again.retry_of], ["SUCCESS", null, `${first.id}.0`]);
    assert.equal((again.result as { text: string }).text, "mine");
  });

  test("gives the same job while that is open, and another one when it has ended", async () => {
    const { id } = await family.run("noop", { seconds: 8 });
    const [one, two] = await Promise.all([retry(id), retry(id)]);
    assert.equal(one, two);
    await family.untilFinal(one);
    const later = await retry(id);
    assert.notEqual(later, one);
    await family.untilFinal(later);
  });

  test("is refused with the reason: unknown, still open, not of members, nothing failed", async () => {
    const open = await family.submit("noop", { seconds: 600 });
    const alone = await family.run("noop", {});
    const good = await family.run("group", { members: [noop()] });
    const answers = await Promise.all([
      family.post("/jobs/job_nope/retry"),
      family.post(`/jobs/${open}/retry`),
      family.post(`/jobs/${alone.id}/retry`, { only_failed: true }),
      family.post(`/jobs/${good.id}/retry`, { only_failed: true }),
      family.post(`/jobs/${alone.id}/retry`, { wrong: 1 }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 409, 400, 409, 400],
    );
    assert.match(answers[1]!.json.detail, /only a finished job is run again/);
    assert.match(answers[3]!.json.detail, /every member .* succeeded/);
    await family.post(`/jobs/${open}/cancel`);
  });

  test("takes the input file as it is now: one that was repaired is no changed input", async () => {
    const path = join(family.api.dataRoot, "repaired.fasta");
    await writeFile(path, "no FASTA");
    await writeFile(join(family.api.dataRoot, "reference.fasta"), ">a\nACGT\n");
    const params = { dataset_path: "repaired.fasta", reference: "reference.fasta" };
    const id = await family.submit("run_analysis", params, { queue: "default", max_retries: 0 });
    const first = await family.untilFinal(id);
    assert.equal(first.error?.type, "InvalidInput", JSON.stringify(first.error));
    await writeFile(path, `>s;size=2\n${"ACGT".repeat(20)}\n`);
    const again = await family.untilFinal(await retry(id));
    assert.notEqual(again.error?.type, "InputChanged");
    assert.doesNotMatch(again.error?.message ?? "", /repaired\.fasta/);
  });

  test("is an entry of the audit log, as cancel, pause and resume are; a repeat is none", async () => {
    const id = await family.submit("noop", { seconds: 600 });
    await family.untilState(id, "PROGRESS");
    for (const action of ["pause", "pause", "resume", "resume", "cancel", "cancel"]) {
      assert.equal((await family.post(`/jobs/${id}/${action}`)).status, 200, action);
      if (action === "pause") await family.untilState(id, "PAUSED");
      if (action === "resume") await family.untilState(id, "PROGRESS");
    }
    await family.untilFinal(id);
    const again = await retry(id);
    await family.post(`/jobs/${again}/cancel`);
    const { entries } = await family.get(`/audit?job=${id}`);
    assert.deepEqual(
      (entries as { action: string; actor: string }[]).map(({ action, actor }) => [action, actor]).reverse(),
      ["pause", "resume", "cancel", "retry"].map((action) => [action, "operator"]),
    );
  });
});
