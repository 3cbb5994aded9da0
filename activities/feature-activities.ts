import { createReadStream, createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ChimeraFree, FeatureSet, SampleUniques, Uniques } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { isChimera, parseUchime } from "../science/chimeras.js";
import { type FastaRecord, fastaRecords, fastaText } from "../science/fasta-records.js";
import { featureId, inCanonicalOrder } from "../science/feature.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Vsearch } from "../tools/vsearch.js";
import { countLines, countRecords, expectCount, expectSome, thousands } from "./counts.js";
import { samplesHolding } from "./sample-sequences.js";
import type { StageRunner } from "./stage-runner.js";

export interface FeatureActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  vsearch: Vsearch;
  threads: number;
}

type Input<T> = T & { run: StageRun; parameters: AnalysisParameters };

/** From the unique sequences of all samples to features. */
export function createFeatureActivities(deps: FeatureActivityDeps) {
  const { stages, artifacts, vsearch, threads } = deps;

  return {
    /** Counts unique sequences over all samples. */
    async dereplicate(input: Input<{ samples: SampleUniques[] }>): Promise<StageOutput<Uniques>> {
      const { samples, run } = input;
      const ingredients = { ...Object.fromEntries(samples.map(({ passed }, index) => [`sample_${index + 1}`, passed.sequences])) };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const [first, ...others] = samples;
        // One sample's sequences are unique already, and largest first.
        if (first && others.length === 0) return first.passed;
        const [pooled, uniques] = [join(context.folder, "pooled.fasta"), join(context.folder, "uniques.fasta")];
        for (const [index, { passed }] of samples.entries()) {
          await pipeline(createReadStream(await artifacts.pathOf(passed.sequences)), createWriteStream(pooled, { flags: "a" }), {
            signal: context.signal,
          });
          context.progress((0.5 * (index + 1)) / samples.length, `${index + 1} of ${samples.length} samples`);
        }
        const made = await vsearch.dereplicate({ sequences: pooled, uniques, minLength: 1, maxLength: null }, context);
        context.ran(made);
        const found = await countRecords(uniques, context.signal);
        expectCount(
          run.stage,
          "vsearch",
          samples.reduce((sum, { passed }) => sum + passed.count, 0),
          found.size,
        );
        return { sequences: (await context.keep(uniques)).artifact, unique: found.records, count: found.size };
      });
    },

    /** Tells true sequences from those that arose by errors of the machine. */
    async denoise(input: Input<{ uniques: Uniques }>): Promise<StageOutput<FeatureSet>> {
      const { uniques, parameters, run } = input;
      const { denoiser, min_size: minSize } = parameters;
      const ingredients = { uniques: uniques.sequences, denoiser, min_size: minSize };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const centroids = join(context.folder, "centroids.fasta");
        const made = await vsearch.denoise(await artifacts.pathOf(uniques.sequences), centroids, minSize, threads, context);
        context.ran(made);
        const found = await countRecords(centroids, context.signal);
        expectCount(run.stage, "the output file", made.clusters, found.records);
        expectSome(run, found.records, uniques.count, `no sequence was read ${minSize} times: look at \`min_size\``);
        const lost = uniques.count - found.size;
        if (lost > 0) {
          context.warn(
            `${thousands(lost)} of ${thousands(uniques.count)} reads took no part in denoising: ${thousands(made.tooRare)} unique sequences were read fewer than ${minSize} times (\`min_size\`)`,
          );
        }
        return { sequences: (await context.keep(centroids)).artifact, features: found.records, count: found.size };
      });
    },

    /** Takes out sequences that PCR joined from two others of the same sample. */
    async removeChimeras(input: Input<{ denoised: FeatureSet; samples: SampleUniques[] }>): Promise<StageOutput<ChimeraFree>> {
      const { denoised, samples, run } = input;
      const held = Object.fromEntries(samples.map(({ all }, index) => [`sample_${index + 1}`, all.sequences]));
      const ingredients = { sequences: denoised.sequences, ...held };
      return stages.run(run, { tools: ["vsearch"], ingredients }, async (context) => {
        const sequences = await artifacts.pathOf(denoised.sequences);
        const report = join(context.folder, "uchime.tsv");
        context.ran(await vsearch.findChimeras(sequences, report, context));
        expectCount(run.stage, "the report", denoised.features, await countLines(report, context.signal));
        const suspected = parseUchime(await readFile(report, "utf8"));
        // Each has a name of its own: `check_input` numbers the reads of a sample.
        const centroids = await listRecords(sequences);
        const holding = suspected.length === 0 ? null : await samplesHolding(centroids, samples, artifacts, context);
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
          sequences: keptFile.artifact,
          features: kept.length,
          count: kept.reduce((sum, { size }) => sum + size, 0),
          removed: removedFile.artifact,
          chimeras: removed.length,
        };
      });
    },

    /** Names each feature by its sequence, and puts them in an order that does not depend on how they were found. */
    async nameFeatures(input: Input<{ found: FeatureSet }>): Promise<StageOutput<FeatureSet>> {
      const { found, run } = input;
      return stages.run(run, { ingredients: { sequences: found.sequences } }, async (context) => {
        const records = await listRecords(await artifacts.pathOf(found.sequences));
        const named = inCanonicalOrder(records, ({ size }) => size).map((record) => ({ ...record, name: featureId(record.sequence) }));
        const { artifact } = await context.store((path) => writeFile(path, named.map(fastaText).join("")));
        return { ...found, sequences: artifact };
      });
    },
  };
}

const NOWHERE: ReadonlySet<string> = new Set();

async function listRecords(path: string): Promise<FastaRecord[]> {
  const records: FastaRecord[] = [];
  for await (const record of fastaRecords(createReadStream(path))) records.push(record);
  return records;
}
