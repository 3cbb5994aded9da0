import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { test } from "node:test";
import { createChimeraActivities } from "../../../activities/chimera-activities.js";
import type { AnalysisParameters } from "../../../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Vsearch } from "../../../tools/vsearch.js";
import { anAttempt } from "./an-attempt.js";

/** The way in which vsearch is asked for chimeras; it finds none. */
async function asked(method: Pick<AnalysisParameters, "denoiser" | "clusterer">): Promise<string> {
  const { artifacts, file, run, stages } = await anAttempt("remove_chimeras");
  let found = "";
  const vsearch = {
    findChimeras: async (how: string, _: string, report: string) => {
      found = how;
      await writeFile(report, "0\ta;size=9\t*\t*\t*\tN\n");
    },
  } as unknown as Vsearch;
  const sequences = await file(">a;size=9\nACGT\n");
  const uniques = { sequences, unique: 1, count: 9 };
  await createChimeraActivities({ stages, artifacts, vsearch }).removeChimeras({
    run,
    denoised: { sequences, features: 1, count: 9 },
    samples: [{ sample: "creek", all: uniques, passed: uniques }],
    parameters: method as AnalysisParameters,
  });
  return found;
}

test("OTUs, whose sequences hold errors, are looked at by UCHIME, those of swarm too, and others by UCHIME3", async () => {
  assert.equal(await asked({ denoiser: null, clusterer: "vsearch" }), "uchime");
  assert.equal(await asked({ denoiser: null, clusterer: "swarm" }), "uchime");
  assert.equal(await asked({ denoiser: "swarm", clusterer: null }), "uchime");
  assert.equal(await asked({ denoiser: "unoise3", clusterer: null }), "uchime3");
});
