import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { gatherFrom, handOverIssues } from "../../../contracts/hand-over.js";
import { loadTasks, type Task } from "../../../contracts/registry.js";

const tasks = await loadTasks();
const combined = tasks.get("run_combined_analysis") as Task;
const analysis = tasks.get("run_analysis") as Task;
/** As the tasks that download reads will be. */
const download: Task = {
  ...analysis,
  task: "download",
  schema: { params: z.strictObject({}), result: z.object({ dataset_path: z.string() }), files: [] },
};
const rest = { reference: "silva.fasta.gz", parameters: { marker: "16S-V4" } };

test("a combination takes the datasets of downloads, and the ids of analyses, without being told", () => {
  for (const [giver, expected] of [
    [download, { datasets: "result.dataset_path" }],
    [analysis, { analyses: "id" }],
  ] as const) {
    const take = gatherFrom([giver], combined);
    assert.deepEqual(take, expected);
    assert.deepEqual(handOverIssues({ take, from: { tasks: [giver], asList: true }, to: combined, params: rest }), []);
  }
});

test("datasets become members, and the combination their callback; blanks and groups wait for all samples", () => {
  const parameters = { marker: "16S-V4", group_by: "site", tree: true, decontaminate: true };
  const given = combined.schema.params.parse({ ...rest, datasets: ["creek/", "lake/"], parameters });
  const composition = combined.schema.compose?.(given);
  const [member] = composition?.members ?? [];
  assert.equal(composition?.members.length, 2);
  assert.deepEqual(
    [member?.submission.task, member?.submission.params["dataset_path"], composition?.callback?.take],
    ["run_analysis", "creek/", { analyses: "id" }],
  );
  const each = member?.submission.params["parameters"] as Record<string, unknown>;
  assert.deepEqual([each["group_by"], each["tree"], each["decontaminate"], each["marker"]], [undefined, false, false, "16S-V4"]);
  assert.ok(analysis.schema.params.safeParse(member?.submission.params).success);
  assert.equal(combined.schema.compose?.(combined.schema.params.parse({ ...rest, analyses: ["a"] })), null);
});

test("what is of novelty alone is refused", () => {
  const refused = combined.schema.params.safeParse({ ...rest, analyses: ["a"], parameters: { calibration_size: 900 } });
  assert.deepEqual(
    refused.error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`),
    ['parameters: Unrecognized key: "calibration_size"'],
  );
});

test("neither or both of analyses and datasets, and an analysis or a dataset named twice, are refused", () => {
  const issues = (more: object) => combined.schema.params.safeParse({ ...rest, ...more }).error?.issues.map(({ message }) => message);
  assert.deepEqual(issues({}), ["give either analyses or datasets"]);
  assert.deepEqual(issues({ analyses: ["a"], datasets: ["b"] }), ["give either analyses or datasets"]);
  assert.deepEqual(issues({ analyses: ["a", "b", "a"] }), ["a is there twice"]);
  assert.deepEqual(issues({ datasets: ["creek/", "creek/"] }), ["creek/ is there twice"]);
});
