import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Family, noop, resultsOf, statesOf } from "./family.js";

describe("a workflow that is terminated from outside", { concurrency: 3 }, () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
    family.worker("terminated@test", "--concurrency", "16");
  });
  after(() => family?.stop());

  const terminate = (workflow: string) => family.api.parts.temporal.terminate(workflow, "tidied up", 60_000);

  test("a parent's: the job is FAILURE as Terminated, and all its members end", async () => {
    const id = await family.submit("group", {
      members: [noop({ seconds: 600 }), { task: "group", params: { members: [noop({ seconds: 600 })] } }],
    });
    for (const member of [`${id}.0`, `${id}.1.0`]) await family.untilState(member, "PROGRESS");
    assert.ok(await terminate(id));
    const job = await family.untilFinal(id);
    assert.deepEqual([job.state, job.error?.type], ["FAILURE", "Terminated"]);
    for (const member of [`${id}.0`, `${id}.1`, `${id}.1.0`]) assert.equal((await family.untilFinal(member)).state, "REVOKED", member);
  });

  test("a member's own: that member is FAILURE as Terminated, and the parent goes on", async () => {
    const inner = { task: "group", params: { members: [noop({ seconds: 600 })] } };
    const id = await family.submit("group", { members: [inner, noop({ seconds: 3 })] });
    await family.untilState(`${id}.0.0`, "PROGRESS");
    assert.ok(await terminate(`${id}.0`));
    const job = await family.untilFinal(id);
    assert.deepEqual([job.state, job.partial, ...statesOf(job)], ["SUCCESS", true, "FAILURE", "SUCCESS"]);
    assert.equal((resultsOf(job)[0]!.error as { type: string }).type, "Terminated");
    assert.equal((await family.untilFinal(`${id}.0.0`)).state, "REVOKED");
  });

  test("a parent's, of which some members with workflows of their own never began: all of them end", async () => {
    const inner = { task: "group", params: { members: [noop({ seconds: 600 })] } };
    const members = Array.from({ length: 40 }, () => inner);
    const id = await family.submit("group", { members, max_parallel: 2 });
    for (const member of [`${id}.0.0`, `${id}.1.0`]) await family.untilState(member, "PROGRESS");
    assert.ok(await terminate(id));
    await family.untilFinal(id);
    const tallied = await family.untilJob(id, "all members to end", (job) => job.members?.revoked === members.length);
    assert.deepEqual(tallied.members, { total: members.length, success: 0, failure: 0, revoked: members.length });
    assert.equal((await family.get(`/jobs?parent=${id}&state=PENDING`)).jobs.length, 0);
  });

  test("a page's, of a parent with more members than one workflow sees to: the parent fails, and nothing is left open", async () => {
    const members = Array.from({ length: 300 }, () => noop({ seconds: 600 }, { max_retries: 3 }));
    const id = await family.submit("group", { members, max_parallel: 8 });
    const page = `${id}.from-208`;
    await family.untilState(`${id}.0`, "PROGRESS");
    await family.untilState(`${id}.208`, "PROGRESS");
    assert.ok(await terminate(page), "the group has no second page");
    const job = await family.untilFinal(id);
    assert.deepEqual([job.state, job.error?.type], ["FAILURE", "Terminated"]);
    assert.deepEqual(job.members, { total: 300, success: 0, failure: 0, revoked: 300 });
    const open = await family.api.parts.db.query(
      "select id from jobs where parent = $1 and state not in ('SUCCESS', 'FAILURE', 'REVOKED')",
      [id],
    );
    assert.deepEqual(open, []);
  });
});
