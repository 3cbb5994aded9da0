import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { FeatureSet, FeatureTable as StoredTable, SampleUniques } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { fastaBatches, fastaRecords, fastaText, nameOf } from "../science/fasta-records.js";
import { FeatureTable } from "../science/feature-table.js";
import { lineBatches } from "../science/line-batches.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Vsearch } from "../tools/vsearch.js";
import { expectCount, thousands } from "./counts.js";
import { countMembers } from "./member-counts.js";
import type { StageContext } from "./stage-context.js";
import type { StageRunner } from "./stage-runner.js";
import { storeTable } from "./store-table.js";
import { writeBlocks } from "./write-blocks.js";

export interface TableActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  threads: number;
}

interface MapInput {
  run: StageRun;
  features: FeatureSet;
  samples: SampleUniques[];
  parameters: AnalysisParameters;
}

export function createTableActivities(deps: TableActivityDeps) {
  const { stages, artifacts, vsearch, threads } = deps;

  return {
    /**
     * Counts every read for its feature: equal sequences by look-up, the rest by the best hit. Unique sequences
     * stand for their reads, which gives the table of mapping every read in a fraction of the time.
     */
    async mapReads(input: MapInput): Promise<StageOutput<StoredTable>> {
      const { features, samples, run, parameters } = input;
      if (features.members !== undefined) return countMembers(deps, run, features, features.members, samples);
      // What DADA2 denoised are its features; others it took for chimeras, or were removed.
      const identity = parameters.denoiser === "dada2" ? null : parameters.identity;
      const named = samples.flatMap(({ sample, all }, index) => [
        [`sample_${index + 1}`, all.sequences],
        [`sample_${index + 1}_name`, sample],
      ]);
      const ingredients = { features: features.sequences, identity, ...Object.fromEntries(named) };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const path = await artifacts.pathOf(features.sequences);
        const ids = new Map<string, string>();
        for await (const { sequence, name } of fastaRecords(createReadStream(path))) ids.set(sequence, name);
        const table = new FeatureTable(samples.map(({ sample }) => sample));
        const rest = await countEqual(context, artifacts, samples, ids, table);
        if (identity !== null && rest.sequences > 0) {
          const hits = join(context.folder, "hits.tsv");
          context.progress(0.3, `${thousands(rest.sequences)} other unique sequences are compared`);
          context.ran(await vsearch.mapReads({ queries: rest.path, features: path, hits, identity, threads }, context));
          expectCount(run.stage, "the output file", rest.sequences, await countHits(hits, samples, table));
        }
        return storeTable(context, samples, table, ids.values());
      });
    },
  };
}

/** Looks equal sequences up; what is left goes into one file, `<sample>.<number>` for a name. */
async function countEqual(
  context: StageContext,
  artifacts: ArtifactStore,
  samples: SampleUniques[],
  ids: ReadonlyMap<string, string>,
  table: FeatureTable,
): Promise<{ path: string; sequences: number }> {
  const path = join(context.folder, "other.fasta");
  let sequences = 0;
  await writeBlocks(path, async (writer) => {
    for (const [index, { sample, all }] of samples.entries()) {
      const uniques = createReadStream(await artifacts.pathOf(all.sequences), { signal: context.signal });
      for await (const batch of fastaBatches(uniques)) {
        for (const { sequence, size } of batch) {
          const id = ids.get(sequence);
          if (id === undefined) writer.write(fastaText({ name: `${index}.${sequences++}`, size, sequence }));
          else table.add(id, sample, size);
        }
        await writer.drained();
      }
      context.progress((0.3 * (index + 1)) / samples.length, `${index + 1} of ${samples.length} samples`);
    }
  });
  return { path, sequences };
}

/** @returns the rows of the file: one for each sequence that was compared */
async function countHits(hits: string, samples: SampleUniques[], table: FeatureTable): Promise<number> {
  let rows = 0;
  for await (const { lines } of lineBatches(createReadStream(hits, { highWaterMark: 1 << 18 }))) {
    for (const line of lines) {
      rows++;
      const [query = "", feature = ""] = line.toString("latin1").split("\t");
      if (feature === "*") continue;
      const size = Number(/;size=(\d+)/.exec(query)?.[1] ?? 1);
      const { sample } = samples[Number.parseInt(query, 10)] ?? {};
      if (sample === undefined) throw new Error(`vsearch answered for an unknown sequence: ${query}`);
      table.add(nameOf(feature), sample, size);
    }
  }
  return rows;
}
