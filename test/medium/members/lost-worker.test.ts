import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../../until.js";
import { end } from "../world.js";
import { Family, type Job, noop, statesOf } from "./family.js";

let family: Family;

before(async () => {
  family = await Family.start();
});
after(() => family?.stop());

const attemptsOf = async (id: string) => (await family.job(id)).attempts.map(({ state }) => state);

/** Waits until so many of the members have ended. */
async function untilEnded(id: string, count: number): Promise<void> {
  const ended = ({ members }: Job) => (members?.success ?? 0) + (members?.failure ?? 0) >= count;
  await family.untilJob(id, `${count} members to end`, ended);
}

test("kill -9 in the middle of a group of 50 light members: each ends once, and those that were lost are RETRY", async () => {
  const first = family.worker("first@test", "--concurrency", "6");
  const id = await family.submit("group", {
    members: Array.from({ length: 50 }, (_, index) => noop({ seconds: 2, text: String(index) })),
  });
  await untilEnded(id, 10);
  await end(first, "SIGKILL");
  await until("a lost member to be RETRY", async () => (await family.members(id)).some(({ state }) => state === "RETRY"));
  const lost = (await family.members(id)).filter(({ state }) => state === "RETRY");
  for (const member of lost) assert.equal(member.error?.type, "WorkerLost");
  assert.equal((await family.job(id)).ready, false);
  const second = family.worker("second@test", "--concurrency", "16");
  const job = await family.untilFinal(id);
  assert.equal(job.state, "SUCCESS", JSON.stringify(job.error));
  assert.deepEqual(job.members, { total: 50, success: 50, failure: 0, revoked: 0 });
  for (const { id: member } of await family.members(id)) {
    const ran = (await attemptsOf(member)).filter((state) => state === "ran");
    assert.equal(ran.length, 1, `${member}: ${(await attemptsOf(member)).join(", ")}`);
    const finals = (await family.states(member)).filter((state) => ["SUCCESS", "FAILURE", "REVOKED"].includes(state));
    assert.deepEqual(finals, ["SUCCESS"], member);
  }
  await end(second, "SIGTERM");
});

test("kill -9 in the middle of a group whose members are groups and chains: all end once", async () => {
  const first = family.worker("third@test", "--concurrency", "4");
  const inner = [
    { task: "group", params: { members: [noop({ seconds: 1 }), noop({ seconds: 1 })] } },
    { task: "chain", params: { steps: [noop({ seconds: 1, text: "a" }), { ...noop({ seconds: 1 }), take: { text: "result.text" } }] } },
  ];
  const id = await family.submit("group", { members: [...inner, ...inner, ...inner] });
  await family.untilJob(id, "it to run", ({ state }) => state === "PROGRESS" || state === "STARTED");
  await end(first, "SIGKILL");
  const second = family.worker("fourth@test", "--concurrency", "8");
  const job = await family.untilFinal(id);
  assert.deepEqual(
    statesOf(job),
    Array.from({ length: 6 }, () => "SUCCESS"),
    JSON.stringify(job.error),
  );
  for (const { id: member } of await family.members(id)) {
    for (const { id: leaf } of await family.members(member)) {
      const ran = (await attemptsOf(leaf)).filter((state) => state === "ran");
      assert.equal(ran.length, 1, leaf);
    }
  }
  await end(second, "SIGTERM");
});

test("a worker that is told to stop hands the members back, and the group goes on with another one", async () => {
  const first = family.worker("fifth@test", "--concurrency", "4");
  const id = await family.submit("group", { members: Array.from({ length: 4 }, () => noop({ seconds: 30 })) });
  for (const place of [0, 1, 2, 3]) await family.untilState(`${id}.${place}`, "PROGRESS");
  const stopped = end(first, "SIGTERM");
  const second = family.worker("sixth@test", "--concurrency", "4");
  assert.equal(await stopped, 0);
  const job = await family.untilFinal(id);
  assert.deepEqual(statesOf(job), ["SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS"]);
  assert.deepEqual(await attemptsOf(`${id}.0`), ["lost", "ran"]);
  await end(second, "SIGTERM");
});
