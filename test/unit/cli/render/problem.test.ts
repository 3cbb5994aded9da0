import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { flagsOfSchema } from "../../../../cli/flags/schema-flags.js";
import { renderProblem } from "../../../../cli/render/problem.js";

describe("a refusal", () => {
  const problem = {
    title: "Bad parameters",
    status: 400,
    detail: "2 values are refused",
    issues: [
      { path: "params.parameters.min_confidence", message: "Too big: expected number to be <=1" },
      { path: "options.time_limit", message: "Too small" },
      { path: "params.colour", message: "Unrecognized key" },
    ],
    correlation_id: "c1",
  };

  test("names title, detail and every issue, with the flag where there is one", () => {
    const flags = flagsOfSchema({ properties: { parameters: { properties: { min_confidence: { type: "number" } } } } });
    assert.equal(
      renderProblem(problem, flags),
      [
        "Bad parameters: 2 values are refused",
        "  params.parameters.min_confidence (--min-confidence): Too big: expected number to be <=1",
        "  options.time_limit (--time-limit): Too small",
        "  params.colour: Unrecognized key",
      ].join("\n"),
    );
  });

  test("counts places in lists as people do", () => {
    const issues = [
      { path: "params.steps.1.take.text", message: "noop gives no result.txt" },
      { path: "params.datasets.0", message: "Too small" },
    ];
    const flags = flagsOfSchema({ properties: { datasets: { type: "array", items: { type: "string" } } } });
    assert.match(
      renderProblem({ ...problem, issues }, flags),
      /params\.steps\.1\.take\.text \(no\. 2 of steps\): .*\n {2}params\.datasets\.0 \(--datasets, no\. 1 of datasets\): Too small/,
    );
  });

  test("a detail that only repeats the issues is left out", () => {
    const repeated = { ...problem, detail: problem.issues.map(({ path, message }) => `${path}: ${message}`).join("; ") };
    assert.match(renderProblem(repeated), /^Bad parameters:\n {2}params\.parameters/);
  });

  test("an error of the service gives the number under which its log has it", () => {
    assert.match(renderProblem({ ...problem, status: 500, issues: undefined }), /service's log: c1/);
  });
});
