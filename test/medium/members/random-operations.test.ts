import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, test } from "node:test";
import { Random } from "../../history/random.js";
import { until } from "../../until.js";
import { end } from "../world.js";
import { statesOf } from "../store/possible-states.js";
import { broken, type Event, Family, noop } from "./family.js";

/** Jobs that clients begin, and requests that they send to some of them. */
const JOBS = 40;
const REQUESTS = 80;

let family: Family;
let worker: ChildProcess;

before(async () => {
  family = await Family.start({ env: { AVALANCHE_SUBMIT_RATE: "1000" } });
  worker = family.worker("random@test", "--concurrency", "12");
});
after(() => family?.stop());

const kinds: ((random: Random) => { task: string; params: object; options?: object })[] = [
  (random) => ({ task: "noop", params: { seconds: random.between(0, 4) } }),
  (random) => ({ task: "noop", params: { fail_times: random.whole(1, 3) }, options: { retry_delay: 0.3, max_retries: 2 } }),
  (random) => ({
    task: "group",
    params: { members: [noop({ seconds: random.between(0, 3) }), broken, noop(), noop({ seconds: 1 })], max_parallel: random.whole(1, 4) },
  }),
  (random) => ({
    task: "group",
    params: {
      members: [{ task: "group", params: { members: [noop({ seconds: random.between(0, 3) }), noop()] } }, noop({ seconds: 1 })],
      on_member_failure: random.pick(["stop", "continue"]),
    },
  }),
  (random) => ({ task: "chord", params: { header: [noop({ seconds: random.between(0, 2) }), noop()], callback: noop({ seconds: 1 }) } }),
  (random) => ({
    task: "chain",
    params: { steps: [noop({ seconds: random.between(0, 2) }), random.chance(0.3) ? broken : noop()], finally: noop({ seconds: 0.5 }) },
  }),
];

const seed = Number(randomInt(1_000_000));

test(`whatever clients ask in whatever order, and though a worker dies, each job takes a possible path to one end (seed ${seed})`, async (t) => {
  const random = new Random(seed, "operations");
  const ids: string[] = [];
  for (let job = 0; job < JOBS; job++) {
    const { task, params, options } = random.pick(kinds)(random);
    ids.push(await family.submit(task, params, options));
  }
  for (let request = 0; request < REQUESTS; request++) {
    const id = random.pick(ids);
    if (request === REQUESTS / 2) {
      await end(worker, "SIGKILL");
      family.worker("second@test", "--concurrency", "12");
    }
    const action = random.pick(["pause", "pause", "resume", "cancel"]);
    const target = action === "cancel" && random.chance(0.4) ? `${id}.${random.whole(0, 1)}` : id;
    const { status } = await family.post(`/jobs/${target}/${action}`);
    assert.ok([200, 404, 409].includes(status), `${action} of ${target}: ${status}`);
    await sleep(random.between(0, 120));
  }
  for (const id of ids) await family.post(`/jobs/${id}/resume`);
  const left = () =>
    family.api.parts.db.query<{ id: string; state: string }>(
      "select id, state from jobs where state not in ('SUCCESS', 'FAILURE', 'REVOKED')",
    );
  await until("all jobs to end", async () => (await left()).length === 0).catch(async (error: Error) =>
    assert.fail(`${error.message}: ${JSON.stringify(await left())}`),
  );
  const running = () => family.api.parts.db.query("select job_id from attempts where state = 'running'");
  await until("the ends of all attempts to be written", async () => (await running()).length === 0);
  const jobs = await family.api.parts.db.query<{ id: string; state: string; total: number | null; ended: number }>(
    "select id, state, members_total as total, members_success + members_failure + members_revoked as ended from jobs",
  );
  for (const { id, state, total, ended } of jobs) {
    assert.equal(possiblePath(id, (await family.get(`/jobs/${id}/events`)).events).at(-1), state, id);
    if (total !== null) assert.ok(ended <= total, `${id}: ${ended} of ${total} members ended`);
  }
  t.diagnostic(`${jobs.length} jobs`);
});

function possiblePath(id: string, events: Event[]): string[] {
  try {
    return statesOf(events);
  } catch (error) {
    return assert.fail(
      `${id}: ${(error as Error).message}\n${events.map(({ at, state, type, message }) => `${at} ${state ?? type} ${message}`).join("\n")}`,
    );
  }
}
