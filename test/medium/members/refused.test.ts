import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Answer, type RunningApi, runApi } from "../api/running-api.js";
import { noop } from "./family.js";

let api: RunningApi;

before(async () => {
  api = await runApi();
});
after(() => api?.stop());

const submit = (task: string, params: unknown): Promise<Answer> => api.submit({ task, params });

async function issuesOf(task: string, params: unknown): Promise<[string, string][]> {
  const answer = await submit(task, params);
  assert.equal(answer.status, 400, answer.text);
  return (answer.json.issues as { path: string; message: string }[]).map(({ path, message }) => [path, message]);
}

const noops = (count: number) => Array.from({ length: count }, () => ({ task: "noop" }));

test("a group of 10,001 members is refused with 422, also where they are members of members", async () => {
  for (const members of [
    noops(10_001),
    [
      { task: "group", params: { members: noops(5000) } },
      { task: "group", params: { members: noops(4999) } },
    ],
  ]) {
    const answer = await submit("group", { members });
    assert.equal(answer.status, 422, answer.text.slice(0, 500));
    assert.match(answer.json.detail, /at most 10,000 members/);
  }
});

test("a group without members, and a chord without a callback, are refused with the parameter's name", async () => {
  assert.equal((await issuesOf("group", { members: [] }))[0]?.[0], "params.members");
  assert.equal((await issuesOf("chain", { steps: [] }))[0]?.[0], "params.steps");
  assert.equal((await issuesOf("chord", { header: [{ task: "noop" }] }))[0]?.[0], "params.callback");
});

test("what is wrong with a member is named with the member's place, of all members at once", async () => {
  const issues = await issuesOf("group", {
    members: [
      noop(),
      { task: "nope" },
      noop({ seconds: -1 }),
      noop({}, { soft_time_limit: 9, time_limit: 5 }),
      { task: "group", params: { members: [noop({ wrong: 1 })] } },
    ],
  });
  assert.deepEqual(
    issues.map(([path]) => path),
    [
      "params.members.1.task",
      "params.members.2.params.seconds",
      "params.members.3.options.soft_time_limit",
      "params.members.4.params.members.0.params.wrong",
    ],
  );
  assert.match(issues[0]![1], /there is no task "nope"/);
});

test("a step that takes what the step before does not give, or not in this form, is refused before anything runs", async () => {
  const chain = (take: Record<string, string>, first: unknown = noop()) => issuesOf("chain", { steps: [first, { ...noop(), take }] });
  assert.deepEqual(await chain({ text: "result.txt" }), [["params.steps.1.take.text", "noop gives no result.txt"]]);
  assert.deepEqual(await chain({ seconds: "result.text" }), [
    ["params.steps.1.take.seconds", "result.text of noop is string; the parameter is number"],
  ]);
  assert.deepEqual(await chain({ wrong: "id" }), [["params.steps.1.take.wrong", "noop has no parameter wrong"]]);
  assert.deepEqual(await issuesOf("chain", { steps: [{ ...noop(), take: { text: "id" } }] }), [
    ["params.steps.0.take.text", "there is no job before it"],
  ]);
});

test("the callback of a chord takes lists: a parameter for one value is refused", async () => {
  const issues = await issuesOf("chord", { header: [noop()], callback: { ...noop(), take: { text: "result.text" } } });
  assert.deepEqual(issues, [["params.callback.take.text", "result.text of noop is string, one of each member; the parameter is string"]]);
});

test("nothing of what was refused is kept", async () => {
  assert.deepEqual((await api.send("/api/v1/jobs")).json.jobs, []);
});
