import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Family, noop, statesOf } from "./family.js";

describe("pause and resume", { concurrency: 4 }, () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
    family.worker("pause@test", "--concurrency", "16");
  });
  after(() => family?.stop());

  const pause = (id: string) => family.post(`/jobs/${id}/pause`);
  const resume = (id: string) => family.post(`/jobs/${id}/resume`);

  test("stop a running job at its checkpoint, and let it go on from there", async () => {
    const id = await family.submit("noop", { seconds: 40 });
    await family.untilJob(id, "more than half of it", ({ progress }) => (progress?.percent ?? 0) >= 60);
    assert.equal((await pause(id)).status, 200);
    assert.equal((await pause(id)).status, 200, "repeatable");
    const paused = await family.untilState(id, "PAUSED");
    assert.equal(paused.pause_requested, false);
    assert.equal(paused.attempts[0]?.state, "cancelled");
    const percent = paused.progress?.percent ?? 0;
    assert.equal((await resume(id)).status, 200);
    let least = 100;
    const job = await family.untilJob(id, "its end", (now) => {
      least = Math.min(least, now.progress?.percent ?? 100);
      return now.ready;
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.ok(least >= percent, `${least} % after ${percent} %`);
    assert.equal(job.attempts.length, 2);
    const [firstMs = 0, secondMs = 0] = job.attempts.map(({ started_at: from, ended_at: to }) => Date.parse(to ?? "") - Date.parse(from));
    assert.ok(secondMs < firstMs, `the smaller part took ${secondMs} ms, the larger ${firstMs} ms`);
    const states = await family.states(id);
    assert.deepEqual(states.slice(states.indexOf("PAUSED")), ["PAUSED", "PROGRESS", "SUCCESS"]);
    assert.equal((await pause(id)).status, 409);
    assert.equal((await resume(id)).status, 409);
    assert.equal((await pause("job_nope")).status, 404);
  });

  test("that follow each other at once leave no member of a member held", async () => {
    const inner = { task: "group", params: { members: [noop({ seconds: 15 })] } };
    const ids = await Promise.all(Array.from({ length: 4 }, () => family.submit("group", { members: [inner] })));
    await Promise.all(ids.map((id) => family.untilState(`${id}.0.0`, "PROGRESS")));
    for (let turn = 0; turn < 6; turn++)
      for (const id of ids) {
        await pause(id);
        await resume(id);
      }
    for (const id of ids) assert.equal((await family.untilFinal(id)).state, "SUCCESS");
  });

  test("hold a job that waits for its next try, which comes after the pause", async () => {
    const id = await family.submit("noop", { fail_times: 1 }, { retry_delay: 20 });
    await family.untilState(id, "RETRY");
    await pause(id);
    await family.untilState(id, "PAUSED");
    await resume(id);
    const resumed = await family.job(id);
    assert.ok(["RETRY", "PAUSED", "PROGRESS"].includes(resumed.state), resumed.state);
    const job = await family.untilFinal(id);
    assert.equal(job.state, "SUCCESS");
    assert.equal(job.attempts.length, 2);
  });

  test("hold all members of a group, also those of members, and none begins meanwhile", async () => {
    const members = [noop({ seconds: 30 }), { task: "group", params: { members: [noop({ seconds: 30 })] } }, noop({ seconds: 1 })];
    const id = await family.submit("group", { members, max_parallel: 2 });
    await family.untilState(`${id}.1.0`, "PROGRESS");
    await family.untilState(`${id}.0`, "PROGRESS");
    await pause(id);
    for (const one of [`${id}.0`, `${id}.1.0`, `${id}.1`, id]) await family.untilState(one, "PAUSED");
    const held = await family.job(`${id}.2`);
    assert.deepEqual([held.started_at, held.attempts], [null, []]);
    await resume(id);
    const job = await family.untilFinal(id);
    assert.deepEqual(statesOf(job), ["SUCCESS", "SUCCESS", "SUCCESS"]);
    const states = await family.states(id);
    assert.deepEqual(states.slice(states.indexOf("PAUSED")), ["PAUSED", "PROGRESS", "SUCCESS"]);
  });

  test("of a chain hold it between its steps", async () => {
    const id = await family.submit("chain", { steps: [noop({ seconds: 20 }), noop()] });
    await family.untilState(`${id}.0`, "PROGRESS");
    await pause(id);
    await family.untilState(id, "PAUSED");
    assert.equal((await family.api.send(`/api/v1/jobs/${id}.1`)).status, 404);
    await resume(id);
    assert.equal((await family.untilFinal(id)).state, "SUCCESS");
  });

  test("of a chain that is cancelled hold no longer: it is REVOKED, and what cleans up has run", async () => {
    const id = await family.submit("chain", { steps: [noop({ seconds: 600 })], finally: noop() });
    await family.untilState(`${id}.0`, "PROGRESS");
    await pause(id);
    await family.untilState(id, "PAUSED");
    await family.post(`/jobs/${id}/cancel`);
    assert.equal((await family.untilFinal(id)).state, "REVOKED");
    assert.equal((await family.job(`${id}.finally`)).state, "SUCCESS");
  });

  test("of a chain that is cancelled while it cleans up hold no longer", async () => {
    const id = await family.submit("chain", { steps: [noop()], finally: noop({ seconds: 20 }) });
    await family.untilState(`${id}.finally`, "PROGRESS");
    await pause(id);
    await family.untilState(`${id}.finally`, "PAUSED");
    await family.post(`/jobs/${id}/cancel`);
    await family.untilFinal(id);
    assert.equal((await family.job(`${id}.finally`)).state, "SUCCESS");
  });

  test("of a member that its parent carries out are refused with the parent's name", async () => {
    const id = await family.submit("group", { members: [noop({ seconds: 600 })] });
    await family.untilState(`${id}.0`, "PROGRESS");
    const answer = await pause(`${id}.0`);
    assert.equal(answer.status, 409);
    assert.match(answer.json.detail, new RegExp(`pause ${id}`));
    await family.post(`/jobs/${id}/cancel`);
    await family.untilFinal(id);
  });

  test("a paused job that is cancelled is REVOKED, and so is a paused group with its members", async () => {
    const alone = await family.submit("noop", { seconds: 600 });
    const parent = await family.submit("group", {
      members: [noop({ seconds: 600 }), { task: "group", params: { members: [noop({ seconds: 600 })] } }],
    });
    for (const id of [alone, `${parent}.0`, `${parent}.1.0`]) await family.untilState(id, "PROGRESS");
    for (const id of [alone, parent]) await pause(id);
    for (const id of [alone, parent]) await family.untilState(id, "PAUSED");
    for (const id of [alone, parent]) {
      await family.post(`/jobs/${id}/cancel`);
      const job = await family.untilFinal(id);
      assert.equal(job.state, "REVOKED");
    }
    for (const id of [`${parent}.0`, `${parent}.1`, `${parent}.1.0`]) assert.equal((await family.job(id)).state, "REVOKED", id);
  });
});
