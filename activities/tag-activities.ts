import { writeFile } from "node:fs/promises";
import type { Demultiplexed, Library, Reads } from "../contracts/analysis.js";
import type { StageOutput, StageRun } from "../contracts/job.js";
import type { AnalysisParameters } from "../contracts/tasks/run-analysis/analysis-parameters.js";
import { sum } from "../science/sum.js";
import { type CountedTags, tagTable } from "../science/tag-counts.js";
import type { ArtifactStore } from "../store/artifacts.js";
import type { Cutadapt } from "../tools/cutadapt.js";
import { countRecords, expectCount, thousands } from "./counts.js";
import { splitPairs } from "./split-pairs.js";
import type { StageRunner } from "./stage-runner.js";

export interface TagActivityDeps {
  stages: StageRunner;
  artifacts: ArtifactStore;
  cutadapt: Cutadapt;
  threads: number;
}

interface Demultiplex {
  run: StageRun;
  library: Library;
  /** The library's, checked. */
  reads: Reads;
  parameters: AnalysisParameters;
}

/** Changed with how tags are read. */
const READER = 1;

export function createTagActivities(deps: TagActivityDeps) {
  const { stages, artifacts, cutadapt, threads } = deps;

  return {
    /** Tells the reads of a library's samples apart by the tags at both ends, cuts these off, and counts all pairs of tags. */
    async demultiplex({ library, reads, parameters, run }: Demultiplex): Promise<StageOutput<Demultiplexed>> {
      const { forward_primer: forwardPrimer, reverse_primer: reversePrimer, forward_only: forwardOnly } = parameters;
      const reverseReads = reads.reverse;
      if (forwardPrimer === null || reversePrimer === null || reverseReads === undefined)
        throw new Error("demultiplex needs pairs and both primers");
      const ingredients = {
        reader: READER,
        library: library.name,
        tags: JSON.stringify(library.tags),
        forward: reads.forward,
        reverse: reverseReads,
        forward_primer: forwardPrimer,
        reverse_primer: reversePrimer,
        forward_only: forwardOnly,
      };
      return stages.run(run, { tools: ["cutadapt"], ingredients }, async (context) => {
        const tags = { forward: each(library.tags.map((tag) => tag.forward)), reverse: each(library.tags.map((tag) => tag.reverse)) };
        const [forward, reverse] = [await artifacts.pathOf(reads.forward), await artifacts.pathOf(reverseReads)];
        const primers = { forwardPrimer, reversePrimer, threads };
        const found = await cutadapt.findTags(
          { forward, reverse, forwardTags: tags.forward, reverseTags: tags.reverse, ...primers },
          context,
        );
        for (const ran of found.runs) context.ran(ran);
        expectCount(run.stage, "cutadapt", reads.count, found.countIn);
        const { files, counts, uncertain } = await splitPairs(context, found.files, library.tags, tags);
        const rows = counts.rows();
        const sorted = sum(rows.map(({ pairs }) => pairs));
        expectCount(run.stage, "cutadapt", sum(found.files.map(({ pairs }) => pairs)), sorted + uncertain);
        context.warn(...warnings(rows, reads.count, found.files[1]?.pairs ?? 0).map((warning) => `${library.name}: ${warning}`));
        const table = tagTable(library.name, rows, reads.count - sorted);
        const samples: Reads[] = [];
        for (const [index, { name }] of library.tags.entries()) {
          const { pairs, ...paths } = files[index] as (typeof files)[number];
          const keep = async (path: string) => {
            expectCount(run.stage, "the output file", pairs, (await countRecords(path, context.signal)).records);
            return (await context.keep(path)).artifact;
          };
          const second = forwardOnly ? {} : { reverse: await keep(paths.reverse) };
          samples.push({ sample: name, forward: await keep(paths.forward), ...second, count: pairs, hasSizes: false });
        }
        return { samples, tags: (await context.store((path) => writeFile(path, table))).artifact };
      });
    },
  };
}

function warnings(rows: readonly CountedTags[], total: number, turned: number): string[] {
  const of = (pairs: number) => `${thousands(pairs)} of ${thousands(total)} pairs`;
  const jumps = rows.filter(({ sample }) => sample === "");
  const jumped = sum(jumps.map(({ pairs }) => pairs));
  const lost = total - sum(rows.map(({ pairs }) => pairs));
  return [
    ...(lost > 0 ? [`${of(lost)} have no tag with its primer at both ends`] : []),
    ...(jumped > 0 ? [`${of(jumped)} have two tags that are no sample's together (tag jumps): see tag_jumps.tsv`] : []),
    ...(turned > 0 ? [`${of(turned)} came in the other orientation and were turned`] : []),
  ];
}

/** Each once, in their order. */
function each(tags: string[]): string[] {
  return [...new Set(tags)];
}
