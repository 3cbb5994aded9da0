import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { until } from "../../until.js";
import { end } from "../world.js";
import { Family, type Job, noop } from "./family.js";

describe("members that are over in a moment", () => {
  let family: Family;

  before(async () => {
    family = await Family.start();
  });
  after(() => family?.stop());

  const attemptsIn = (id: string) =>
    family.api.parts.db.query<{ job_id: string; try_number: number; state: string }>(
      "select job_id, try_number, state from attempts where job_id like $1 order by job_id, try_number, attempt",
      [`${id}.%`],
    );

  const activitiesOf = async (workflowId: string) => {
    const { events } = await family.api.parts.temporal.client.workflow.getHandle(workflowId).fetchHistory();
    return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name ?? []);
  };

  test("share activities; each has its own record and counts for its worker, and one that fails is tried again by itself", async () => {
    const worker = family.worker("brief@test");
    const members = Array.from({ length: 60 }, (_, index) => ({
      ...noop({ text: String(index), fail_times: index === 7 ? 1 : 0 }),
      options: { retry_delay: 0.2 },
    }));
    const id = await family.submit("group", { members });
    const job = await family.untilFinal(id);
    assert.deepEqual(job.members, { total: 60, success: 60, failure: 0, revoked: 0 }, JSON.stringify(job.error));
    const texts = (job.result as { results: { result: { text: string } }[] }).results.map(({ result }) => result.text);
    assert.deepEqual(
      texts,
      members.map((_, index) => String(index)),
    );
    const activities = await activitiesOf(id);
    assert.equal(activities.filter((name) => name === "wait").length, 1, "the failed one, again");
    assert.ok(activities.filter((name) => name === "together").length <= 6, activities.join());
    assert.deepEqual(
      (await attemptsIn(id)).filter(({ job_id }) => job_id === `${id}.7`).map(({ state }) => state),
      ["failed", "ran"],
    );
    assert.ok((await family.states(`${id}.7`)).includes("RETRY"));
    await until("its worker to have counted each", async () => {
      const sql = "select from workers where supervisor_pid = $1 and stages_done = 60 and stages_failed = 1";
      return (await family.api.parts.db.query(sql, [worker.pid])).length > 0;
    });
    await end(worker, "SIGTERM");
  });

  test("each end once when their worker is killed, and when it is told to stop", async () => {
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      const first = family.worker(`first-${signal}@test`, "--concurrency", "1");
      const id = await family.submit("group", { members: Array.from({ length: 250 }, () => noop({})) });
      const begun = ({ members }: Job) => (members?.success ?? 0) > 0;
      await family.untilJob(id, "the first to end", begun);
      await end(first, signal);
      const second = family.worker(`second-${signal}@test`);
      const job = await family.untilFinal(id);
      assert.deepEqual(job.members, { total: 250, success: 250, failure: 0, revoked: 0 }, JSON.stringify(job.error));
      const isOpen = async () => (await attemptsIn(id)).some(({ state }) => state === "running");
      await until("what the killed worker did not say to be told", async () => !(await isOpen()));
      const ran = (await attemptsIn(id)).filter(({ state }) => state === "ran").map(({ job_id }) => job_id);
      assert.equal(new Set(ran).size, ran.length, "a member ran twice");
      const ends = await family.api.parts.db.query(
        "select from job_events where job_id like $1 and state in ('SUCCESS', 'FAILURE', 'REVOKED')",
        [`${id}.%`],
      );
      assert.equal(ends.length, 250);
      await end(second, "SIGTERM");
    }
  });
});
