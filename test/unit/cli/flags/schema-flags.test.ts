import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { flagsOfSchema } from "../../../../cli/flags/schema-flags.js";
import type { JsonSchema } from "../../../../cli/flags/task-flag.js";
import { loadTasks } from "../../../../contracts/registry.js";

describe("flags of a task", () => {
  test("every parameter of run_analysis has a flag, with the sentence of its schema", async () => {
    const flags = await flagsOf("run_analysis");
    const confidence = flags.find((flag) => flag.name === "min-confidence")!;
    assert.deepEqual(confidence.path, ["parameters", "min_confidence"]);
    assert.equal(confidence.kind, "number");
    assert.equal(confidence.fallback, 0.8);
    assert.match(confidence.description, /bootstrap support/);
    assert.equal(confidence.group, "How the analysis is done");
    assert.deepEqual(
      flags.filter((flag) => flag.required).map((flag) => flag.name),
      [],
    );
    assert.deepEqual(flags.find((flag) => flag.name === "quality-offset")!.choices, [33, 64]);
    assert.ok(flags.find((flag) => flag.name === "marker")!.choices.includes("12S-MiFish"));
    assert.ok(
      flags.every((flag) => flag.description !== ""),
      "a parameter without a sentence",
    );
  });

  test("a nested name that is taken is spelled out", () => {
    const flags = flagsOfSchema(
      { properties: { inner: { properties: { seed: { type: "integer" }, tag: { type: "string" } } }, seed: { type: "integer" } } },
      new Set(["tag"]),
    );
    assert.deepEqual(
      flags.map(({ name, path }) => [name, path.join(".")]),
      [
        ["seed", "seed"],
        ["inner-seed", "inner.seed"],
        ["inner-tag", "inner.tag"],
      ],
    );
  });

  test("lists of plain values may be given several times; anything deeper is JSON", () => {
    const flags = flagsOfSchema({
      properties: {
        accessions: { type: "array", items: { type: "string" } },
        steps: { type: "array", items: { type: "object" } },
        grid: { type: "object" },
      },
    });
    assert.deepEqual(
      flags.map(({ kind, list }) => [kind, list]),
      [
        ["text", true],
        ["json", false],
        ["json", false],
      ],
    );
  });

  test("an object that needs some of its fields is one value, as JSON", () => {
    const step = { properties: { task: { type: "string" }, params: { type: "object" } }, required: ["task"] };
    const flags = flagsOfSchema({ properties: { finally: step } });
    assert.deepEqual(
      flags.map(({ name, kind }) => [name, kind]),
      [["finally", "json"]],
    );
  });

  test("a value that may be null is read as its own kind", () => {
    const flags = flagsOfSchema({ properties: { a: { anyOf: [{ type: "integer" }, { type: "null" }] }, b: { type: ["number", "null"] } } });
    assert.deepEqual(
      flags.map(({ kind }) => kind),
      ["integer", "number"],
    );
  });
});

async function flagsOf(task: string) {
  const schema = (await loadTasks()).get(task)!.schema.params;
  return flagsOfSchema(z.toJSONSchema(schema, { io: "input" }) as JsonSchema);
}
