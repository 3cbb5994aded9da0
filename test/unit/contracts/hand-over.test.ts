import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { fieldOf, gatherFrom, handOverIssues } from "../../../contracts/hand-over.js";
import type { Take } from "../../../contracts/options.js";
import { DEFAULT_POLICY } from "../../../contracts/policy.js";
import type { Task, TaskSchema } from "../../../contracts/registry.js";

function task(name: string, params: z.ZodType, result: z.ZodType, more: Partial<TaskSchema> = {}): Task {
  return { ...DEFAULT_POLICY, task: name, summary: "", queue: "default", workflow: name, schema: { params, result, files: [], ...more } };
}

const giver = task(
  "giver",
  z.strictObject({}),
  z.object({
    path: z.string(),
    count: z.int(),
    share: z.number(),
    paths: z.array(z.string()),
    maybe: z.string().nullable(),
    either: z.union([z.string(), z.boolean()]),
    left: z.string().optional(),
    inner: z.object({ deep: z.string() }).nullable(),
    anything: z.unknown(),
  }),
);
const taker = task(
  "taker",
  z.strictObject({
    path: z.string().optional(),
    count: z.int().optional(),
    share: z.number().optional(),
    paths: z.array(z.string()).optional(),
    counts: z.array(z.int()).optional(),
    either: z.union([z.string(), z.boolean()]).optional(),
    needed: z.string().min(2),
  }),
  z.object({}),
  { gathers: [{ counts: "result.path" }, { paths: "result.path" }] },
);

function issues(take: Take, { params = { needed: "ab" }, from = [giver], asList = false, to = taker } = {}): string[] {
  return handOverIssues({ take, from: { tasks: from, asList }, to, params }).map(({ path, message }) => `${path}: ${message}`);
}

test("fields of the same type, an optional or nullable one, and a whole number for a number fit", () => {
  assert.deepEqual(issues({ path: "result.path", count: "result.count", share: "result.count", paths: "result.paths" }), []);
  assert.deepEqual(issues({ path: "result.maybe" }), []);
  assert.deepEqual(issues({ path: "result.left", either: "result.path" }), []);
  assert.deepEqual(issues({ path: "result.inner.deep" }), []);
  assert.deepEqual(issues({ path: "result.either" }), []);
});

test("every job gives its id, task, state and error beside its result", () => {
  for (const source of ["id", "task", "state", "error.type", "error.message", "error.stage"])
    assert.deepEqual(issues({ path: source }), []);
  assert.deepEqual(issues({ path: "error.nothing" }), ["take.path: giver gives no error.nothing"]);
  assert.deepEqual(issues({ path: "owner" }), ["take.path: giver gives no owner"]);
});

test("what is not given, or of another type, is named with both sides", () => {
  assert.deepEqual(issues({ path: "result.pth" }), ["take.path: giver gives no result.pth"]);
  assert.deepEqual(issues({ path: "result.path.deeper" }), ["take.path: giver gives no result.path.deeper"]);
  assert.deepEqual(issues({ path: "result.count" }), ["take.path: result.count of giver is integer; the parameter is string"]);
  assert.deepEqual(issues({ count: "result.share" }), ["take.count: result.share of giver is number; the parameter is integer"]);
  assert.deepEqual(issues({ paths: "result.path" }), ["take.paths: result.path of giver is string; the parameter is a list of string"]);
  assert.deepEqual(issues({ counts: "result.paths" }), [
    "take.counts: result.paths of giver is a list of string; the parameter is a list of integer",
  ]);
  assert.deepEqual(issues({ either: "result.count" }), [
    "take.either: result.count of giver is integer; the parameter is string or boolean",
  ]);
  assert.deepEqual(issues({ path: "result.anything" }), ["take.path: result.anything of giver is of any type; the parameter is string"]);
});

test("names that objects of JavaScript have by themselves are no fields", () => {
  for (const source of ["constructor", "__proto__", "result.constructor", "result.__proto__", "error.toString"])
    assert.deepEqual(issues({ path: source }), [`take.path: giver gives no ${source}`]);
  assert.deepEqual(issues({ constructor: "id" }), ["take.constructor: taker has no parameter constructor"]);
  assert.equal(fieldOf({ result: {} }, "result.constructor"), undefined);
});

test("a parameter that is not there, or is given as well, is refused", () => {
  assert.deepEqual(issues({ nope: "id" }), ["take.nope: taker has no parameter nope"]);
  assert.deepEqual(issues({ path: "id" }, { params: { needed: "ab", path: "x" } as never }), [
    "take.path: path is also in params; give it once",
  ]);
});

test("the first step has nothing to take from", () => {
  assert.deepEqual(issues({ path: "id" }, { from: [] }), ["take.path: there is no job before it"]);
});

test("the parameters that are not taken are checked; those that are, are not missed", () => {
  assert.deepEqual(issues({ needed: "id" }, { params: {} as never }), []);
  assert.match(issues({ path: "id" }, { params: {} as never }).join(), /^params\.needed: /);
  assert.match(issues({ path: "id" }, { params: { needed: "a" } }).join(), /^params\.needed: /);
  assert.match(issues({ path: "id" }, { params: { needed: "ab", wrong: 1 } as never }).join(), /^params\.wrong: there is no such field/);
});

test("of several givers each must fit, each gives an item of a list, and one issue tells of it", () => {
  const other = task("other", z.strictObject({}), z.object({ path: z.int() }));
  assert.deepEqual(issues({ paths: "result.path" }, { asList: true }), []);
  assert.deepEqual(issues({ paths: "result.path" }, { asList: true, from: [giver, other] }), [
    "take.paths: result.path of other is integer, one of each member; the parameter is a list of string",
  ]);
  assert.equal(issues({ path: "result.path" }, { asList: true }).length, 1);
});

test("a callback that says nothing takes the first of its own ways that fits, or nothing", () => {
  assert.deepEqual(gatherFrom([giver], taker), { paths: "result.path" });
  assert.equal(gatherFrom([task("bare", z.strictObject({}), z.object({}))], taker), undefined);
  assert.equal(gatherFrom([giver], giver), undefined);
});

test("the value of a field is found through objects alone", () => {
  const document = { id: "a", result: { list: [{ x: 1 }], inner: { deep: 0 } }, error: null };
  assert.equal(fieldOf(document, "result.inner.deep"), 0);
  assert.equal(fieldOf(document, "error.message"), undefined);
  assert.equal(fieldOf(document, "result.list.0"), undefined);
  assert.equal(fieldOf(document, "id.length"), undefined);
});
