import type { JobInput } from "../contracts/job.js";
import type { BlastSearchResult, RunBlastSearchParams } from "../contracts/tasks/run-blast-search/schema.js";
import { inParallel } from "./in-parallel.js";
import { runJob } from "./job.js";
import { writeProvenance } from "./write-outputs.js";

/** blastn uses the processors by itself; a few at once keep several workers busy. */
const BATCHES_AT_ONCE = 4;

/** From sequences to their nearest relatives in a reference. */
export async function runBlastSearch(input: JobInput<RunBlastSearchParams>): Promise<BlastSearchResult> {
  const { params, notedFiles } = input;
  return runJob(input, async ({ plan, stage, board }) => {
    const planned = (batches: number) =>
      [
        ...["import_query", "check_reference", ...(params.installed ? [] : ["index_reference"]), "check_query"],
        ...["search_blast", "write_hits", "write_provenance"],
      ].map((name) => ({ name, subjects: name === "search_blast" ? batches : 1 }));
    await plan(planned(1));
    const imported = await stage("importQuery", { params, notedFiles });
    const query = await stage("checkQuery", { query: imported.query, params });
    await plan(planned(query.batches.length));
    const reference = await stage("checkReference", { reference: imported.reference, parameters: null });
    const index = params.installed?.index ?? (await stage("indexReference", { reference }));
    const parts = await inParallel(
      query.batches.map((batch, number) => () => {
        const subject = query.batches.length === 1 ? "" : `batch ${number + 1}`;
        return stage("searchBlast", { batch, reference, index, params }, subject);
      }),
      BATCHES_AT_ONCE,
    );
    const tables = await stage("writeHits", { parts, reference });

    const { warnings, versions } = board;
    const { name, sha256, count, ranks } = reference;
    const inputs = { query: imported.query, reference };
    const artifacts = await writeProvenance({ stage, board }, { task: input.task, params, inputs, warnings, files: tables });
    const sum = (field: "hits" | "queriesWithHits") => parts.reduce((total, part) => total + part[field], 0);
    return {
      result: {
        queries: query.count,
        queries_with_hits: sum("queriesWithHits"),
        hits: sum("hits"),
        program: params.program,
        reference: { name, sha256, sequences: count, ranks },
        versions,
        warnings: [...warnings],
        artifacts,
      },
      artifacts,
    };
  });
}
