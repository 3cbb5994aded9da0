import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { World } from "../world.js";

let world: World;

before(async () => {
  world = await World.start();
});
after(() => world.stop());

test("a worker with four slots runs four stages at once, never more, and the rest wait", async () => {
  world.worker("slots@test", "--concurrency", "4");
  const begun = await Promise.all(Array.from({ length: 8 }, () => world.begin({ seconds: 3 })));
  const jobs = await Promise.all(begun.map(({ id }) => world.untilFinal(id)));
  const spans = jobs.flatMap(({ attempts }) =>
    attempts.map(({ started_at, ended_at }) => [Date.parse(started_at), Date.parse(ended_at ?? "")] as const),
  );
  assert.equal(spans.length, 8);
  const atOnce = spans.map(([startedMs]) => spans.filter(([from, to]) => from <= startedMs && startedMs < to).length);
  assert.equal(Math.max(...atOnce), 4);
});
