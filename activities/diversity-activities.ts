import { createReadStream, createWriteStream } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FeatureSet, FeatureTable, Sample } from "../contracts/analysis.js";
import type { Artifact, JobArtifact } from "../contracts/artifact.js";
import { JobFailure } from "../contracts/failures.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import type { Grouping } from "../science/diversity/group-tests.js";
import { parseNewick } from "../science/diversity/tree.js";
import { fastaRecords } from "../science/fasta-records.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { FastTree } from "../tools/fasttree.js";
import type { Mafft } from "../tools/mafft.js";
import type { DiversityDone, DiversityWork } from "./diversity-thread.js";
import { inThread } from "./in-thread.js";
import { keepFile } from "./outputs/keep-file.js";
import type { StageRunner } from "./stage-runner.js";

export interface DiversityActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  mafft: Mafft;
  fasttree: FastTree;
  threads: number;
}

export type DiversityParameters = Pick<AnalysisParameters, "group_by" | "rarefaction_depth" | "seed" | "denoiser" | "min_size">;

interface MeasureInput {
  run: StageRun;
  table: FeatureTable;
  samples: Pick<Sample, "name" | "metadata">[];
  /** Newick; null: without UniFrac. */
  tree: Artifact | null;
  parameters: DiversityParameters;
}

export interface BuiltTree {
  tree: Artifact;
  file: JobArtifact;
}

export function createDiversityActivities(deps: DiversityActivityDeps) {
  const { stages, artifacts, mafft, fasttree, threads } = deps;

  return {
    /** Aligns the features and builds their tree, for UniFrac. */
    async buildTree(input: { run: StageRun; features: FeatureSet }): Promise<StageOutput<BuiltTree>> {
      const { features, run } = input;
      const ingredients = { features: features.sequences };
      return stages.run(run, { tools: ["mafft", "fasttree"], ingredients }, async (context) => {
        const [alignment, tree] = [join(context.folder, "aligned.fasta"), join(context.folder, "tree.nwk")];
        const sequences = join(context.folder, "features.fasta");
        await pipeline(plainNames(await artifacts.pathOf(features.sequences)), createWriteStream(sequences));
        context.ran(await mafft.align({ sequences, count: features.features, alignment, threads }, context));
        context.progress(0.5);
        context.ran(await fasttree.build(alignment, tree, context));
        const tips = tipsOf(await readFile(tree, "utf8"));
        if (tips !== features.features)
          throw new JobFailure(
            "CountMismatch",
            `${run.stage}: the tree has ${tips} of ${features.features} features; the disk may be full`,
          );
        const file = await keepFile(context, "tree.nwk", "text/x-newick", (path) => rename(tree, path));
        return { tree: `artifact:${file.sha256}`, file };
      });
    },

    /** Diversity within and between samples. The table may have been made by anything. */
    async measureDiversity(input: MeasureInput): Promise<StageOutput<{ artifacts: JobArtifact[] }>> {
      const { run, table, tree, parameters } = input;
      const grouping = groupingOf(input);
      const options = {
        rarefactionDepth: parameters.rarefaction_depth ?? null,
        isUnfiltered: isUnfiltered(parameters),
        grouping,
        seed: parameters.seed,
      };
      const { rarefactionDepth: rarefaction_depth, isUnfiltered: unfiltered, seed } = options;
      const ingredients = {
        measures: MEASURES,
        table: table.table,
        tree,
        rarefaction_depth,
        unfiltered,
        seed,
        group_by: grouping?.column ?? null,
        groups: JSON.stringify(grouping?.groups ?? null),
      };
      return stages.run(run, { ingredients }, async (context) => {
        const work: DiversityWork = {
          table: await artifacts.pathOf(table.table),
          tree: tree === null ? null : await artifacts.pathOf(tree),
          folder: context.folder,
          options,
        };
        const { files, warnings } = await inThread<DiversityDone>("diversity-thread", work, context);
        context.warn(...warnings);
        const kept: JobArtifact[] = [];
        for (const name of files)
          kept.push(await keepFile(context, name, "text/tab-separated-values", (path) => rename(join(context.folder, name), path)));
        return { artifacts: kept };
      });
    },
  };
}

/** Changed with what is measured or how it is written, so that older outputs are not reused. */
const MEASURES = 2;

/** Denoising, and a least size, remove what is seen once or twice: of what is left Chao1 and Good's coverage would say nothing. */
export function isUnfiltered({ denoiser, min_size: minSize }: Pick<DiversityParameters, "denoiser" | "min_size">): boolean {
  return (denoiser as string | null) === "none" && minSize === 1;
}

/** Groups by a column of the sample sheet; controls are no samples of a place, and a sample without a value is in no group. */
export function groupingOf({ samples, parameters }: Pick<MeasureInput, "samples" | "parameters">): Grouping | null {
  const { group_by: column } = parameters;
  if (column === undefined) return null;
  const groups = samples.flatMap(({ name, metadata }): [string, string][] => {
    const group = metadata[column] ?? "";
    const isControl = column !== "control" && (metadata["control"] ?? "") !== "";
    return group === "" || isControl ? [] : [[name, group]];
  });
  return { column, groups: Object.fromEntries(groups) };
}

function tipsOf(newick: string): number {
  const { parents } = parseNewick(newick);
  const inner = new Set(parents);
  return parents.filter((_, node) => !inner.has(node)).length;
}

/** Without abundances: a tree's names end at a semicolon. */
async function* plainNames(path: string): AsyncGenerator<string> {
  for await (const { name, sequence } of fastaRecords(createReadStream(path))) yield `>${name}\n${sequence}\n`;
}
