import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startReconciler } from "../../../../api/reconciler/reconciler.js";
import { until } from "../../../until.js";
import { World } from "../../world.js";

let world: World;
let reconciler: { stop(): Promise<void> };

before(async () => {
  world = await World.start();
  reconciler = startReconciler(world);
});

after(async () => {
  await reconciler?.stop();
  await world?.stop();
});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);

/** When Temporal was seen to have each of the jobs. */
async function handedOver(ids: string[]): Promise<Map<string, number>> {
  const rows = await world.db.query<{ id: string; handed_over_at: Date }>(
    "select id, handed_over_at from jobs where id = any($1) and handed_over_at is not null order by handed_over_at",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.handed_over_at.getTime()]));
}

async function untilHandedOver(ids: string[]): Promise<Map<string, number>> {
  await until("the jobs to be handed over", async () => (await handedOver(ids)).size === ids.length);
  return handedOver(ids);
}

test("a job starts at its time and not before, also when the service was restarted meanwhile", async () => {
  const dueAt = inSeconds(20);
  const { id } = await world.keep({}, {}, dueAt);
  assert.equal((await world.job(id)).waiting_for, `starts at ${dueAt.toISOString()} (eta)`);
  await reconciler.stop();
  reconciler = startReconciler(world);
  const at = (await untilHandedOver([id])).get(id)!;
  assert.ok(at >= dueAt.getTime(), "not before");
  assert.ok(at < dueAt.getTime() + 30_000, `${at - dueAt.getTime()} ms late`);
  assert.match((await world.job(id)).waiting_for ?? "", /no worker on queue default/);
});

test("a job whose time has come while the service was away starts when it is back", async () => {
  await reconciler.stop();
  const { id } = await world.keep({}, {}, inSeconds(-60));
  reconciler = startReconciler(world);
  await untilHandedOver([id]);
});

test("of jobs that are due at once the most urgent go first, and none is left behind", async () => {
  const kept = [];
  for (let place = 0; place < 600; place++) kept.push(await world.keep({}, { priority: place < 550 ? 5 : 1 }, inSeconds(3600)));
  await world.db.query("update jobs set due_at = now() where id = any($1)", [kept.map(({ id }) => id)]);
  const order = await untilHandedOver(kept.map(({ id }) => id));
  const urgent = new Set(kept.filter(({ priority }) => priority === 1).map(({ id }) => id));
  const first = [...order.keys()].slice(0, 66);
  assert.equal(first.filter((id) => urgent.has(id)).length, 50);
});

test("a thousand queued jobs that are cancelled at once end within seconds, without any worker", async () => {
  const kept = [];
  for (let place = 0; place < 1000; place++)
    kept.push(await world.keep({}, { owner: "many" }, place < 500 ? inSeconds(-1) : inSeconds(3600)));
  await untilHandedOver(kept.slice(0, 500).map(({ id }) => id));
  await world.db.query("update jobs set cancel_requested = true, updated_at = now() where owner = 'many'");
  const revoked = async () => {
    const [row] = await world.db.query<{ count: number }>("select count(*) from jobs where owner = 'many' and state = 'REVOKED'");
    return row!.count === kept.length;
  };
  await until("all of them to be revoked", revoked);
});
