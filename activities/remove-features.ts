import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FeatureSet, FeatureTable as StoredTable } from "../contracts/analysis.js";
import type { Artifact } from "../contracts/artifact.js";
import type { StageRun } from "../contracts/job.js";
import type { FeatureTable } from "../science/feature-table.js";
import { sum, sumOf } from "../science/sum.js";
import { textLines } from "../science/text-lines.js";
import { chosenSequences } from "./chosen-sequences.js";
import { expectCount, expectSome } from "./counts.js";
import { readTable } from "./features-table.js";
import type { StageContext } from "./stage-context.js";

export interface Counted {
  features: FeatureSet;
  table: StoredTable;
}

interface Removal {
  /** Ids. */
  features: ReadonlySet<string>;
  /** Why all of them would go, and what to look at. */
  hint: string;
}

/**
 * Takes features out of the set and out of the table.
 *
 * @param counts what the table holds
 * @returns what is left; and FASTA of what was removed, with its reads in the table
 * @throws {JobFailure} NothingLeft where no read would be left
 */
export async function removeFeatures(
  context: StageContext,
  run: StageRun,
  { features, table }: Counted,
  counts: FeatureTable,
  { features: gone, hint }: Removal,
): Promise<Counted & { removed: Artifact }> {
  const before = sumOf(counts.depths);
  const left = before - sum([...gone].map((feature) => counts.total(feature)));
  expectSome(run, left, before, hint);
  const sequences = await context.pathOf(features.sequences);
  const [keptPath, removedPath] = [join(context.folder, "kept.fasta"), join(context.folder, "removed.fasta")];
  const kept = await chosenSequences(context, sequences, keptPath, (record) => (gone.has(record.name) ? null : record));
  expectCount(run.stage, "the set of features", features.features - gone.size, kept.records);
  await chosenSequences(context, sequences, removedPath, (record) =>
    gone.has(record.name) ? { ...record, size: counts.total(record.name) } : null,
  );
  const rows = rowsWithout(await context.pathOf(table.table), gone);
  const { artifact } = await context.store((path) => pipeline(rows, createWriteStream(path), { signal: context.signal }));
  const { depths: mapped } = await readTable(context, artifact);
  expectCount(run.stage, "the table", left, sumOf(mapped));
  return {
    features: { sequences: (await context.keep(keptPath)).artifact, features: kept.records, count: kept.size },
    table: { table: artifact, mapped },
    removed: (await context.keep(removedPath)).artifact,
  };
}

async function* rowsWithout(path: string, gone: ReadonlySet<string>): AsyncGenerator<string> {
  for await (const line of textLines(createReadStream(path, { encoding: "utf8" })))
    if (!gone.has(line.slice(0, line.indexOf("\t")))) yield `${line}\n`;
}
