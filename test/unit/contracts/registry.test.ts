import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { loadTasks } from "../../../contracts/registry.js";

const WORKFLOWS = resolve("workflows");

test("no task is without limits: a soft and a hard one of each stage, in seconds, and a number of retries", async () => {
  const tasks = await loadTasks();
  assert.ok(tasks.size >= 6);
  for (const { task, stageLimits, limits, retry } of tasks.values()) {
    assert.ok(stageLimits.softSeconds > 0 && stageLimits.softSeconds <= stageLimits.hardSeconds, task);
    assert.ok(Number.isFinite(stageLimits.hardSeconds), task);
    if (limits.softSeconds !== null) assert.ok(limits.softSeconds > 0 && limits.softSeconds <= (limits.hardSeconds ?? 0), task);
    assert.ok(retry.maxRetries >= 0 && retry.delaySeconds > 0 && retry.capSeconds >= retry.delaySeconds, task);
  }
});

test("no activity is without limits: all are started in three places, each with a timeout, and stages with heartbeats", () => {
  const sources = readdirSync(WORKFLOWS).map((name) => [name, readFileSync(join(WORKFLOWS, name), "utf8")] as const);
  const starts = sources.filter(([, text]) => /proxy(Local)?Activities</.test(text));
  assert.deepEqual(
    starts.map(([name]) => name),
    ["records.ts", "stage.ts", "together.ts"],
  );
  assert.match(starts[0]![1], /startToCloseTimeout/);
  for (const [name, text] of starts.slice(1)) assert.match(text, /\.\.\.activityOptions\(/, name);
  const options = sources.find(([name]) => name === "stage-options.ts")?.[1] ?? "";
  for (const limit of ["startToCloseTimeout", "heartbeatTimeout"]) assert.match(options, new RegExp(limit));
});

test("each task's workflow is one that workers know", async () => {
  const known = readFileSync(join(WORKFLOWS, "index.ts"), "utf8");
  for (const { task, workflow } of (await loadTasks()).values()) assert.match(known, new RegExp(`\\b${workflow}\\b`), task);
});
