import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { summaryOf, toIssues } from "../../../contracts/issues.js";
import { Problem, PROBLEMS, toDocument } from "../../../api/problems.js";
import { problem } from "../../../contracts/api.js";

test("every problem of the catalogue has the form of the contract", () => {
  for (const name of Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[]) {
    const made = toDocument(new Problem(name, "why", { issues: [{ path: "a", message: "b" }] }), "id");
    assert.deepEqual(problem.parse(made), made);
    assert.equal(made.type, `urn:avalanche:problem:${name}`);
  }
});

test("every issue is named by its path, and an unknown field by its own", () => {
  const schema = z.strictObject({ a: z.strictObject({ b: z.array(z.number()) }), c: z.string() });
  const { error } = schema.safeParse({ a: { b: [1, "x"], d: 1, e: 2 }, f: 3 });
  const issues = toIssues(error!.issues, ["params"]);
  assert.deepEqual(issues.map(({ path }) => path).sort(), ["params.a.b.1", "params.a.d", "params.a.e", "params.c", "params.f"]);
  assert.match(summaryOf(issues), /; and 2 more$/);
});
