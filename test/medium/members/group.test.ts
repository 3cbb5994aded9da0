import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { broken, Family, mostAtOnce, noop, resultsOf, statesOf, textsOf } from "./family.js";

describe("a group", { concurrency: 4 }, () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
    family.worker("group@test", "--concurrency", "16");
  });
  after(() => family?.stop());

  test("gives the results in the order of its members, also where they finish in another", async () => {
    const job = await family.run("group", {
      members: [noop({ seconds: 2, text: "a" }), noop({ text: "b" }), noop({ seconds: 1, text: "c" })],
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    assert.deepEqual(textsOf(job), ["a", "b", "c"]);
    assert.deepEqual(
      resultsOf(job).map(({ index, id, task }) => [index, id, task]),
      [0, 1, 2].map((index) => [index, `${job.id}.${index}`, "noop"]),
    );
    assert.deepEqual(job.members, { total: 3, success: 3, failure: 0, revoked: 0 });
    assert.equal(job.partial, false);
    assert.deepEqual(await family.states(job.id), ["PENDING", "STARTED", "PROGRESS", "SUCCESS"]);
    assert.deepEqual(
      (await family.members(job.id)).map(({ id, parent, state }) => `${id} of ${parent}: ${state}`).sort(),
      [0, 1, 2].map((index) => `${job.id}.${index} of ${job.id}: SUCCESS`),
    );
    const listed = (await family.get("/jobs?page_size=200")).jobs as { id: string }[];
    assert.ok(!listed.some(({ id }) => id.startsWith(`${job.id}.`)), "members stand among the jobs");
    const kept = await family.api.send(`/api/v1/jobs/${job.id}/artifacts/results.json`);
    assert.deepEqual(kept.json, resultsOf(job));
  });

  test("lists its members in their order, page after page", async () => {
    const { id } = await family.run("group", { members: Array.from({ length: 12 }, () => noop()) });
    const listed: string[] = [];
    for (let token: string | null = ""; token !== null; ) {
      const page = await family.get(`/jobs?parent=${id}&page_size=5${token ? `&page_token=${token}` : ""}`);
      listed.push(...(page.jobs as { id: string }[]).map((member) => member.id));
      token = page.next_page_token;
    }
    assert.deepEqual(
      listed,
      Array.from({ length: 12 }, (_, index) => `${id}.${index}`),
    );
  });

  test("runs no more members at once than max_parallel", async () => {
    const { id, state } = await family.run("group", { members: Array.from({ length: 9 }, () => noop({ seconds: 0.5 })), max_parallel: 3 });
    assert.equal(state, "SUCCESS");
    const members = await Promise.all((await family.members(id)).map((member) => family.job(member.id)));
    assert.equal(members.length, 9);
    assert.ok(mostAtOnce(members) <= 3, `${mostAtOnce(members)} at once`);
  });

  test("of which some members fail is SUCCESS and partial, and each failing member is listed with its error", async () => {
    const job = await family.run("group", { members: [noop({ text: "good" }), broken, noop({ text: "too" }), broken] });
    assert.equal(job.state, "SUCCESS");
    assert.equal(job.partial, true);
    assert.deepEqual(job.members, { total: 4, success: 2, failure: 2, revoked: 0 });
    assert.deepEqual(statesOf(job), ["SUCCESS", "FAILURE", "SUCCESS", "FAILURE"]);
    for (const index of [1, 3]) {
      const { error } = resultsOf(job)[index]!;
      assert.deepEqual(error, { type: "ToolFailed", message: "failed as told (1 of 99)", stage: "wait" });
      assert.deepEqual((await family.job(`${job.id}.${index}`)).error, error);
    }
  });

  test("with `stop` ends the others at the first failure, and keeps what had succeeded", async () => {
    const job = await family.run("group", {
      members: [noop({ text: "kept" }), noop({ seconds: 600 }), noop({ seconds: 8, fail_times: 9 }), noop({ seconds: 600 })],
      on_member_failure: "stop",
    });
    assert.equal(job.state, "FAILURE");
    assert.equal(job.error?.type, "MembersFailed");
    assert.match(job.error?.message ?? "", new RegExp(`member ${job.id}.2 failed: ToolFailed: failed as told`));
    assert.deepEqual(statesOf(job), ["SUCCESS", "REVOKED", "FAILURE", "REVOKED"]);
    assert.equal(textsOf(job)[0], "kept");
  });

  test("of which every member fails is FAILURE, and says which failed first", async () => {
    const job = await family.run("group", { members: [broken, broken] });
    assert.equal(job.state, "FAILURE");
    assert.equal(job.error?.type, "MembersFailed");
    assert.deepEqual(job.members, { total: 2, success: 0, failure: 2, revoked: 0 });
    assert.equal(job.partial, false);
  });

  test("goes on where one running member is cancelled by itself", async () => {
    const id = await family.submit("group", { members: [noop({ seconds: 600 }), noop({ seconds: 10, text: "on" })] });
    await family.untilJob(`${id}.0`, "the member to run", ({ state }) => state === "PROGRESS");
    assert.equal((await family.post(`/jobs/${id}.0/cancel`)).status, 200);
    const job = await family.untilFinal(id);
    assert.deepEqual([job.state, ...statesOf(job)], ["SUCCESS", "REVOKED", "SUCCESS"]);
  });

  test("never starts a member that is cancelled before its turn, whether it is light or has a workflow of its own", async () => {
    const inner = { task: "group", params: { members: [noop({ text: "inner" })] } };
    const id = await family.submit("group", { members: [noop({ seconds: 600 }), noop({ text: "light" }), inner, noop()], max_parallel: 1 });
    await family.untilJob(`${id}.0`, "the first to run", ({ state }) => state === "PROGRESS");
    for (const place of [1, 2]) assert.equal((await family.post(`/jobs/${id}.${place}/cancel`)).status, 200);
    for (const place of [1, 2]) await family.untilState(`${id}.${place}`, "REVOKED");
    assert.ok(!(await family.job(`${id}.0`)).ready, "they are REVOKED before their turn comes");
    assert.equal((await family.post(`/jobs/${id}.0/cancel`)).status, 200);
    const job = await family.untilFinal(id);
    assert.deepEqual(statesOf(job), ["REVOKED", "REVOKED", "REVOKED", "SUCCESS"]);
    assert.deepEqual((await family.job(`${id}.1`)).attempts, []);
    assert.deepEqual(await family.members(`${id}.2`), []);
  });

  test("of groups and chains gives their results inside its own", async () => {
    const job = await family.run("group", {
      members: [
        { task: "group", params: { members: [noop({ text: "a" }), noop({ text: "b" })] } },
        { task: "chain", params: { steps: [noop({ text: "c" }), { ...noop(), take: { text: "result.text" } }] } },
        noop({ text: "d" }),
      ],
    });
    assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
    const inner = resultsOf(job).map(({ result }) => result as { results?: { result: { text: string } }[]; text?: string });
    assert.deepEqual(
      inner.map(({ results, text }) => results?.map(({ result }) => result.text) ?? text),
      [["a", "b"], ["c", "c"], "d"],
    );
  });

  test("that is cancelled ends all its members, also those of members, and is REVOKED", async () => {
    const id = await family.submit("group", {
      members: [noop({ seconds: 600 }), { task: "group", params: { members: [noop({ seconds: 600 })] } }],
    });
    await family.untilJob(`${id}.1.0`, "the innermost to run", ({ state }) => state === "PROGRESS");
    await family.post(`/jobs/${id}/cancel`);
    const job = await family.untilFinal(id);
    assert.equal(job.state, "REVOKED");
    for (const member of [`${id}.0`, `${id}.1`, `${id}.1.0`]) assert.equal((await family.job(member)).state, "REVOKED", member);
    assert.equal((await family.post(`/jobs/${id}/cancel`)).status, 200);
  });
});
