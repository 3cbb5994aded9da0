import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { flagsOfSchema } from "../../../../cli/flags/schema-flags.js";
import { exampleOf } from "../../../../cli/flags/task-example.js";
import type { JsonSchema } from "../../../../cli/flags/task-flag.js";
import { loadTasks } from "../../../../contracts/registry.js";

const TASKS = await loadTasks();

describe("the example in a task's help", () => {
  for (const [name, { schema }] of TASKS) {
    test(`${name} has one, and its parameters are valid`, () => {
      const [example] = paramsOf(name).examples ?? [];
      assert.ok(schema.params.safeParse(example).success, JSON.stringify(example));
      assert.match(helpOf(name), new RegExp(`^\nExample:\n {2}avalanche submit ${name} --`));
    });
  }

  test("plain values are shown as flags, a list as the same flag again", () => {
    assert.match(helpOf("run_multiple_analyses"), /--datasets creek\/ --datasets lake\/ --reference silva\.fasta\.gz --marker 16S-V4/);
  });

  test("jobs in parameters are shown as a file that can be copied", () => {
    const [command, file] = helpOf("chain").split("\n\nwith this in chain.json:\n");
    assert.match(command!, /submit chain --params chain\.json$/);
    assert.deepEqual(JSON.parse(file!), paramsOf("chain").examples![0]);
  });
});

function paramsOf(task: string): JsonSchema {
  return z.toJSONSchema(TASKS.get(task)!.schema.params, { io: "input" }) as JsonSchema;
}

function helpOf(task: string): string {
  const params = paramsOf(task);
  return exampleOf("submit", { task, params: params as Record<string, unknown> }, flagsOfSchema(params));
}
