import { createReadStream } from "node:fs";
import type { FeatureSet, SampleUniques, FeatureTable as StoredTable } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import { fastaRecords } from "../science/fasta-records.js";
import { featureId } from "../science/feature.js";
import { FeatureTable } from "../science/feature-table.js";
import { textLines } from "../science/text-lines.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { StageRunner } from "./stage-runner.js";
import { storeTable } from "./store-table.js";

/** Counts the reads that took part for the features of which they are members: the method itself says which. */
export async function countMembers(
  { stages, artifacts }: { stages: StageRunner; artifacts: ArtifactStore },
  run: StageRun,
  features: FeatureSet,
  members: Artifact,
  samples: SampleUniques[],
): Promise<StageOutput<StoredTable>> {
  const named = samples.flatMap(({ sample, all, passed }, index) => [
    [`sample_${index + 1}`, passed.sequences],
    [`sample_${index + 1}_all`, all.sequences],
    [`sample_${index + 1}_name`, sample],
  ]);
  const ingredients = { features: features.sequences, members, ...Object.fromEntries(named) };
  return stages.run(run, { ingredients }, async (context) => {
    const ids = new Set<string>();
    for await (const { name } of fastaRecords(createReadStream(await artifacts.pathOf(features.sequences)))) ids.add(name);
    const featureOf = new Map<string, string>();
    for await (const line of textLines(createReadStream(await artifacts.pathOf(members), { encoding: "latin1", signal: context.signal }))) {
      const [member = "", feature = ""] = line.split("\t");
      if (ids.has(feature)) featureOf.set(member, feature);
    }
    const table = new FeatureTable(samples.map(({ sample }) => sample));
    for (const [index, { sample, passed }] of samples.entries()) {
      for await (const { sequence, size } of fastaRecords(createReadStream(await artifacts.pathOf(passed.sequences)))) {
        const feature = featureOf.get(featureId(sequence));
        if (feature !== undefined) table.add(feature, sample, size);
      }
      context.signal.throwIfAborted();
      context.progress((index + 1) / samples.length, `${index + 1} of ${samples.length} samples`);
    }
    return storeTable(context, samples, table, ids);
  });
}
