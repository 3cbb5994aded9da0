import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { createReadActivities } from "../../../activities/reads-activities.js";
import type { AnalysisParameters } from "../../../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Cutadapt } from "../../../tools/cutadapt.js";
import type { Vsearch } from "../../../tools/vsearch.js";
import { anAttempt } from "./an-attempt.js";

/** Counts FASTA of three sequences with 9, 5 and 2 reads, of which vsearch says that one was too short. */
async function counted(uniques: string) {
  const { artifacts, file, run, stages, warnings } = await anAttempt("count_uniques");
  const vsearch = {
    dereplicate: async ({ uniques: path }: { uniques: string }) => {
      await writeFile(path, uniques);
      return { unique: 2, tooShort: 1, tooLong: 0 };
    },
  } as unknown as Vsearch;
  const forward = await file(">a;size=9\nACGTACGT\n>b;size=5\nACGTACGA\n>c;size=2\nACG\n");
  const activities = createReadActivities({ stages, artifacts, vsearch, cutadapt: {} as Cutadapt, threads: 1 });
  const parameters = { min_length: 5, max_length: null } as AnalysisParameters;
  const { value } = await activities.countUniques({ run, parameters, reads: { sample: "creek", forward, count: 16, hasSizes: true } });
  return { value, warnings };
}

test("sequences of another length are left out with their reads, which are counted", async () => {
  const { value, warnings } = await counted(">a;size=9\nACGTACGT\n>b;size=5\nACGTACGA\n");
  assert.equal(value.all.count, 14);
  assert.deepEqual(warnings, ["creek: sequences under 5 bases were left out: 1, with 2 reads"]);
});

test("reads that vsearch loses beside them do not go unnoticed", async () => {
  await assert.rejects(counted(">a;size=9\nACGTACGT\n>b;size=4\nACGTACGA\n"), { type: "CountMismatch" });
});
