import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { takenSchema, takenValue } from "../../../../api/callbacks/taken-fields.js";

const JOB = {
  id: "job_1",
  task: "noop",
  state: "SUCCESS",
  error: null,
  result: { features: 3, samples: [{ name: "creek" }], none: null },
} as const;

describe("what a callback takes from a job", () => {
  test("is a dotted field of it, items of lists by their number", () => {
    assert.equal(takenValue(JOB, "id"), "job_1");
    assert.equal(takenValue(JOB, "result.features"), 3);
    assert.equal(takenValue(JOB, "result.samples.0.name"), "creek");
    assert.deepEqual(takenValue(JOB, "result.samples"), [{ name: "creek" }]);
  });

  test("is nothing where there is no such field, and never a part of JavaScript", () => {
    for (const field of [
      "",
      "x",
      "error.message",
      "result.none",
      "result.samples.1",
      "result.constructor",
      "id.length",
      "__proto__",
      "result.",
    ])
      assert.equal(takenValue(JOB, field), undefined, field);
  });

  test("is known by its type before the job has run, as far as the schema says", () => {
    const result = {
      type: "object",
      properties: {
        features: { type: "integer" },
        samples: { type: "array", items: { type: "object", properties: { name: { type: "string" } } } },
        versions: { type: "object", additionalProperties: { type: "string" } },
        any: {},
        maybe: { anyOf: [{ type: "object" }, { type: "null" }] },
      },
      additionalProperties: false,
    };
    const type = (field: string) => {
      const schema = takenSchema(field, result);
      return schema && (schema["type"] ?? "any");
    };
    assert.deepEqual(
      [
        "id",
        "error.message",
        "result",
        "result.features",
        "result.samples.0.name",
        "result.versions.vsearch",
        "result.any.x",
        "result.maybe.x",
      ].map(type),
      ["string", "string", "object", "integer", "string", "string", "any", "any"],
    );
    for (const field of ["", "params", "error.stack", "result.other", "result.samples.name", "result.features.x", "id.length"])
      assert.equal(takenSchema(field, result), null, field);
  });
});
