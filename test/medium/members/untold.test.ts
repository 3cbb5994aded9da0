import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { tellWorkflows } from "../../../api/reconciler/untold-jobs.js";
import { Temporal } from "../../../api/temporal/temporal.js";
import { requestControl, untold } from "../../../store/control.js";
import { markHandedOver } from "../../../store/starts.js";
import { World } from "../world.js";

let world: World;
const away = new Temporal({ address: "127.0.0.1:1", namespace: "default", tls: undefined });

before(async () => {
  world = await World.start();
  world.worker("untold@test");
});
after(async () => {
  await away.close();
  await world.stop();
});

const ask = (id: string, wanted: "pause" | "resume") => requestControl(world.db, "operator", id, wanted);

test("a pause that is asked for while Temporal is away is told by the reconciler when it is back", async () => {
  const { id } = await world.begin({ seconds: 600 });
  await world.until(id, ({ state }) => state === "PROGRESS");
  assert.ok(await ask(id, "pause"));
  assert.equal(await ask(id, "pause"), null, "a repeat asks for nothing");
  await assert.rejects(tellWorkflows({ ...world, temporal: away }));
  assert.deepEqual([(await world.job(id)).state, (await world.job(id)).pause_requested], ["PROGRESS", true]);
  await tellWorkflows(world);
  await world.until(id, ({ state }) => state === "PAUSED");
  assert.deepEqual(await untold(world.db, 10), []);
  await ask(id, "resume");
  await tellWorkflows(world);
  await world.until(id, ({ state }) => state === "PROGRESS");
  await world.temporal.cancel(id, 60_000);
  await world.untilFinal(id);
});

test("a pause that arrives after the resume that followed it holds nothing", async () => {
  const { id } = await world.begin({ seconds: 15 });
  const [pause, resume] = [await ask(id, "pause"), await ask(id, "resume")];
  assert.ok(pause && resume && resume.request > pause.request);
  for (const { wanted, request } of [resume, pause]) await world.temporal.signal(id, wanted, [request], 60_000);
  assert.equal((await world.untilFinal(id)).state, "SUCCESS");
  assert.ok(!(await world.states(id)).some(({ state }) => state === "PAUSED"));
});

test("a job that was paused before Temporal had it, and resumed before its workflow was told, is not shown as paused", async () => {
  const input = await world.keep();
  await ask(input.id, "pause");
  assert.equal((await world.job(input.id)).state, "PAUSED");
  await markHandedOver(world.db, input.id);
  await ask(input.id, "resume");
  assert.equal((await world.job(input.id)).state, "PENDING");
  await world.temporal.start("noop", input, 60_000);
  await tellWorkflows(world);
  await world.untilFinal(input.id);
  assert.deepEqual(
    (await world.states(input.id)).map(({ state }) => state).filter((state) => state !== "PROGRESS"),
    ["PENDING", "PAUSED", "PENDING", "STARTED", "SUCCESS"],
  );
});
