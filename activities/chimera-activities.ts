import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ChimeraFree, FeatureSet, SampleUniques } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { featureTypeOf } from "../contracts/tasks/run-analysis/method.js";
import { chimeraMethodOf, isChimera, parseUchime } from "../science/chimeras.js";
import { fastaText } from "../science/fasta-records.js";
import { inCanonicalOrder } from "../science/feature.js";
import { sum } from "../science/sum.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Vsearch } from "../tools/vsearch.js";
import { countLines, expectCount, expectSome } from "./counts.js";
import { listRecords } from "./list-records.js";
import { samplesHolding } from "./sample-sequences.js";
import type { StageRunner } from "./stage-runner.js";

export interface ChimeraActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
}

interface RemoveChimeras {
  run: StageRun;
  /** Features as a method found them. */
  denoised: FeatureSet;
  samples: SampleUniques[];
  parameters: AnalysisParameters;
}

export function createChimeraActivities(deps: ChimeraActivityDeps) {
  const { stages, artifacts, vsearch } = deps;

  return {
    /** Takes out sequences that PCR joined from two others of the same sample. */
    async removeChimeras(input: RemoveChimeras): Promise<StageOutput<ChimeraFree>> {
      const { denoised, samples, run, parameters } = input;
      const method = chimeraMethodOf(featureTypeOf(parameters));
      const held = Object.fromEntries(samples.map(({ all }, index) => [`sample_${index + 1}`, all.sequences]));
      // What it gives back names the members too.
      const ingredients = { sequences: denoised.sequences, members: denoised.members ?? null, method, ...held };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const sequences = await artifacts.pathOf(denoised.sequences);
        const report = join(context.folder, "uchime.tsv");
        context.ran(await vsearch.findChimeras(method, sequences, report, context));
        expectCount(run.stage, "the report", denoised.features, await countLines(report, context.signal));
        const suspected = parseUchime(await readFile(report, "utf8"));
        // Each has a name of its own: `check_input` numbers the reads of a sample.
        const centroids = await listRecords(sequences);
        const involved = new Set(suspected.flatMap(({ name, parents }) => [name, ...parents]));
        const wanted = centroids.filter(({ name }) => involved.has(name));
        const holding = wanted.length === 0 ? null : await samplesHolding(wanted, samples, artifacts, context);
        const chimeras = new Set(
          suspected.filter((found) => isChimera(found, (name) => holding?.get(name) ?? NOWHERE)).map(({ name }) => name),
        );
        const kept = centroids.filter(({ name }) => !chimeras.has(name));
        const chimeric = centroids.filter(({ name }) => chimeras.has(name));
        const removed = inCanonicalOrder(chimeric, ({ size }) => size);
        expectSome(run, kept.length, denoised.count, "all were taken for chimeras: look at `remove_chimeras`");
        const [keptFile, removedFile] = await Promise.all(
          [kept, removed].map((records) => context.store((path) => writeFile(path, records.map(fastaText).join("")))),
        );
        if (!keptFile || !removedFile) throw new Error("no file was stored");
        return {
          ...denoised,
          sequences: keptFile.artifact,
          features: kept.length,
          count: sum(kept.map(({ size }) => size)),
          removed: removedFile.artifact,
          chimeras: removed.length,
        };
      });
    },
  };
}

const NOWHERE: ReadonlySet<string> = new Set();
