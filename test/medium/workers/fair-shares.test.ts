import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { applyRates } from "../../../api/queues/apply-rates.js";
import { setQueueRate } from "../../../store/queues.js";
import { until } from "../../until.js";
import { end, World } from "../world.js";

let world: World;

before(async () => {
  world = await World.start();
});
after(() => world.stop());

afterEach(async () => {
  await world.db.query("update jobs set state = 'REVOKED' where state not in ('SUCCESS', 'FAILURE', 'REVOKED')");
});

interface Start {
  job_id: string;
  owner: string;
  at: number;
}

/** The stages that began, in their order. */
async function starts(ids: string[]): Promise<Start[]> {
  const rows = await world.db.query<{ job_id: string; owner: string; started_at: Date }>(
    "select a.job_id, j.owner, a.started_at from attempts a join jobs j on j.id = a.job_id where a.job_id = any($1) order by a.started_at",
    [ids],
  );
  return rows.map(({ job_id, owner, started_at }) => ({ job_id, owner, at: started_at.getTime() }));
}

async function untilStarted(ids: string[], count = ids.length): Promise<Start[]> {
  await until(`${count} of the stages to begin`, async () => (await starts(ids)).length >= count);
  return starts(ids);
}

async function rate(perSecond: number | null): Promise<void> {
  await setQueueRate(world.db, "operator", "default", perSecond);
  await applyRates(world);
}

/** Submits ten jobs; `tookMs` is the time until the last of them began. */
async function tenNoops(): Promise<{ ids: string[]; tookMs(): Promise<number> }> {
  const beganAt = Date.now();
  const ids = (await Promise.all(Array.from({ length: 10 }, () => world.begin()))).map(({ id }) => id);
  return { ids, tookMs: async () => (await untilStarted(ids)).at(-1)!.at - beganAt };
}

test("two users who share one slot take turns, however many jobs the first has queued before", async () => {
  const ids: string[] = [];
  for (const owner of ["ann", "bob"]) for (let job = 0; job < 6; job++) ids.push((await world.begin({ seconds: 0.7 }, { owner })).id);
  const worker = world.worker("fair@test", "--concurrency", "1");
  const order = (await untilStarted(ids)).map(({ owner }) => owner);
  const leads = order.map((_, place) => order.slice(0, place + 1).reduce((lead, owner) => lead + (owner === "ann" ? 1 : -1), 0));
  assert.ok(Math.max(...leads.map(Math.abs)) <= 2, order.join(" "));
  await end(worker, "SIGKILL");
});

test("of 20 queued jobs of priority 5 and one of priority 1, submitted last, that one runs next", async () => {
  const worker = world.worker("urgent@test", "--concurrency", "1");
  const low = await Promise.all(Array.from({ length: 20 }, () => world.begin({ seconds: 1 }, { priority: 5 })));
  const ids = low.map(({ id }) => id);
  await untilStarted(ids, 3);
  const submittedAt = Date.now();
  const { id } = await world.begin({ seconds: 0 }, { priority: 1 });
  const [urgent] = await untilStarted([id]);
  const before = (await starts(ids)).filter(({ at }) => at > submittedAt && at < urgent!.at);
  assert.ok(before.length <= 1, `${before.length} jobs of priority 5 began before it`);
  await end(worker, "SIGKILL");
});

test("a rate of 2 a second holds over all workers from the moment that it is set, and until it is taken away", async () => {
  const workers = [world.worker("first@test"), world.worker("second@test")];
  await world.untilFinal((await world.begin()).id);
  await rate(2);
  const limited = await tenNoops();
  await until("the jobs to say why they wait", async () =>
    (await Promise.all(limited.ids.map((id) => world.job(id)))).some(({ waiting_for: why }) =>
      /limited to 2 stages a second/.test(why ?? ""),
    ),
  );
  const limitedMs = await limited.tookMs();
  assert.ok(limitedMs >= 4000, `ten noops began within ${limitedMs} ms`);
  await rate(null);
  const free = await tenNoops();
  const freeMs = await free.tookMs();
  assert.ok(freeMs < limitedMs, `${freeMs} ms without a limit, ${limitedMs} ms with it`);
  for (const worker of workers) await end(worker, "SIGKILL");
});
