import { join } from "node:path";
import type { BlastIndex, CheckedReference, ImportedFile, ImportedReference } from "../contracts/analysis.js";
import type { JobArtifact } from "../contracts/artifact.js";
import type { BlastHits, CheckedQuery, QueryBatch } from "../contracts/blast.js";
import type { NotedFile, StageOutput, StageRun } from "../contracts/job.js";
import type { BlastOptions, RunBlastSearchParams } from "../contracts/tasks/run-blast-search/schema.js";
import type { Blast } from "../tools/blast.js";
import { keepRows, writeHitTables } from "./blast-hits.js";
import { openIndex } from "./blast-index.js";
import { checkQuery } from "./check-query.js";
import { type InputFiles, importOne, importReference } from "./import-files.js";
import type { StageRunner } from "./stage-runner.js";

export interface BlastActivityDeps {
  stages: StageRunner;
  files: InputFiles;
  blast: Blast;
  threads: number;
}

interface SearchInput {
  run: StageRun;
  batch: QueryBatch;
  reference: CheckedReference;
  index: BlastIndex;
  params: RunBlastSearchParams;
}

export function createBlastActivities({ stages, files, blast, threads }: BlastActivityDeps) {
  return {
    async importQuery(input: {
      run: StageRun;
      params: RunBlastSearchParams;
      notedFiles: NotedFile[];
    }): Promise<StageOutput<{ query: ImportedFile; reference: ImportedReference }>> {
      const { run, params, notedFiles } = input;
      return stages.run(run, { ingredients: null, why: "looks at the files each time" }, async (context) => {
        const source = { owner: run.owner, notedFiles, context };
        const query = await importOne(files, params.query_path, source, "the query is one FASTA file");
        return { query, reference: await importReference(files, params, source) };
      });
    },

    /** Reads the query to its end: letters, names, lengths. */
    async checkQuery(input: { run: StageRun; query: ImportedFile; params: RunBlastSearchParams }): Promise<StageOutput<CheckedQuery>> {
      const { run, query } = input;
      const { program } = input.params;
      const ingredients = { reader: READER, name: query.name, file: query.artifact, program };
      return stages.run(run, { ingredients }, (context) => checkQuery(context, query, program));
    },

    async searchBlast(input: SearchInput): Promise<StageOutput<BlastHits>> {
      const { run, batch, reference, index, params } = input;
      const { program, evalue, max_targets: maxTargets } = params;
      const options = optionsOf(params);
      // The index holds the time at which it was made: its sequences say what is in it.
      const ingredients = {
        queries: batch.sequences,
        reference: reference.sequences,
        program,
        evalue,
        max_targets: maxTargets,
        options: options.join(" "),
      };
      return stages.run(run, { tools: ["blast"], ingredients }, async (context) => {
        const hits = join(context.folder, "hits.txt");
        const opened = await openIndex(context, index);
        const queries = await context.pathOf(batch.sequences);
        context.ran(await blast.search({ queries, ...opened, hits, program, evalue, maxTargets, options, threads }, context));
        return keepRows(context, hits, batch.count);
      });
    },

    async writeHits(input: { run: StageRun; parts: BlastHits[]; reference: CheckedReference }): Promise<StageOutput<JobArtifact[]>> {
      const { run, parts, reference } = input;
      const ingredients = {
        format: FORMAT,
        rows: parts.map(({ rows }) => rows).join(" "),
        subjects: reference.subjects,
        ranks: reference.ranks.join(),
      };
      return stages.run(run, { ingredients }, (context) => writeHitTables(context, parts, reference));
    },
  };
}

/** Changed with what the reader accepts, writes or warns of. */
const READER = 1;

/** Changed with the form of the tables. */
const FORMAT = 1;

/** blastn's arguments for what was asked for, in a fixed order. */
export function optionsOf(params: Pick<RunBlastSearchParams, "min_identity" | "min_coverage" | "options">): string[] {
  const { min_identity, min_coverage, options } = params;
  const given: Record<string, BlastOptions[keyof BlastOptions]> = { perc_identity: min_identity, qcov_hsp_perc: min_coverage, ...options };
  return Object.entries(given)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, value]) => (value === undefined ? [] : [`-${name}`, String(value)]));
}
